/** Answers as bytes, with what a client has to make of them. */

export type WrittenAnswer = {
  readonly name: string;
  readonly text: string;
  readonly status: number;
  readonly body: string;
  readonly keepsAlive: boolean;
  /** The body ends with the connection. */
  readonly endsByClose?: true;
};

const long = 'x'.repeat(5000);

export const answers: readonly WrittenAnswer[] = [
  {
    name: 'a length',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    status: 200,
    body: 'hello',
    keepsAlive: true,
  },
  {
    name: 'a length in odd letters and blanks',
    text: 'HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh:\t 5 \t\r\n\r\nhello',
    status: 200,
    body: 'hello',
    keepsAlive: true,
  },
  {
    name: 'a length given twice alike',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello',
    status: 200,
    body: 'hello',
    keepsAlive: true,
  },
  {
    name: 'an empty body',
    text: 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n',
    status: 404,
    body: '',
    keepsAlive: true,
  },
  {
    name: '204 has no body',
    text: 'HTTP/1.1 204 No Content\r\n\r\n',
    status: 204,
    body: '',
    keepsAlive: true,
  },
  {
    name: '304 has no body whatever length it tells',
    text: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 700\r\nETag: "a"\r\n\r\n',
    status: 304,
    body: '',
    keepsAlive: true,
  },
  {
    name: 'bare line feeds and no reason',
    text: 'HTTP/1.1 200\nContent-Length: 2\n\nok',
    status: 200,
    body: 'ok',
    keepsAlive: true,
  },
  {
    name: 'a body that looks like the end of a head',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n\r\n\r\n\r\n\r\n',
    status: 200,
    body: '\r\n\r\n\r\n\r\n',
    keepsAlive: true,
  },
  {
    name: 'chunks',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\n\r\n',
    status: 200,
    body: 'hello world',
    keepsAlive: true,
  },
  {
    name: 'chunks with extensions, capitals, leading zeros and trailers',
    text: `HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n001388;name="a;b"\r\n${long}\r\n000\r\nExpires: never\r\nA: b\r\n\r\n`,
    status: 200,
    body: long,
    keepsAlive: true,
  },
  {
    name: 'chunks that hold line ends, and win over a length',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n\r\n0\r\n\r\r\n0\r\n\r\n',
    status: 200,
    body: '\r\n0\r\n\r',
    keepsAlive: true,
  },
  {
    name: 'an answer announced by others',
    text: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    status: 200,
    body: 'ok',
    keepsAlive: true,
  },
  {
    name: 'a connection that closes',
    text: 'HTTP/1.1 200 OK\r\nConnection: foo, Close\r\nContent-Length: 2\r\n\r\nok',
    status: 200,
    body: 'ok',
    keepsAlive: false,
  },
  {
    name: 'HTTP/1.0',
    text: 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok',
    status: 200,
    body: 'ok',
    keepsAlive: false,
  },
  {
    name: 'HTTP/1.0 that stays',
    text: 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok',
    status: 200,
    body: 'ok',
    keepsAlive: true,
  },
  {
    name: 'a body that ends with the connection',
    text: 'HTTP/1.1 200 OK\r\nX: y\r\n\r\nall that comes',
    status: 200,
    body: 'all that comes',
    keepsAlive: false,
    endsByClose: true,
  },
  {
    name: 'another coding ends with the connection',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 2\r\n\r\nall that comes',
    status: 200,
    body: 'all that comes',
    keepsAlive: false,
    endsByClose: true,
  },
  {
    name: 'a long head with a line that continues another',
    text: `HTTP/1.1 200 OK\r\nX-Long: ${long}\r\n  and more\r\nContent-Length: 2\r\n\r\nok`,
    status: 200,
    body: 'ok',
    keepsAlive: true,
  },
];

export const nonsense: Readonly<Record<string, string>> = {
  'another protocol': 'SSH-2.0-OpenSSH_9.2p1\r\n',
  'another version': 'HTTP/2.0 200 OK\r\n\r\n',
  'no status': 'HTTP/1.1 OK\r\n\r\n',
  'a status of two digits': 'HTTP/1.1 20 OK\r\n\r\n',
  'a status of four digits': 'HTTP/1.1 2000 OK\r\n\r\n',
  'a status under 100': 'HTTP/1.1 099 OK\r\n\r\n',
  'a switch of protocols': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n',
  'a length that is no number': 'HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n',
  'a negative length': 'HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n',
  'an empty length': 'HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n',
  'two lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n',
  'a length beyond every number': `HTTP/1.1 200 OK\r\nContent-Length: ${'9'.repeat(30)}\r\n\r\n`,
  'a line without a colon': 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n',
  'a blank before the colon': 'HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\n',
  'a line without a name': 'HTTP/1.1 200 OK\r\n: 5\r\n\r\n',
  'an endless head': `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(70_000)}`,
  'a chunk without a size': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n',
  'a chunk size that is no number': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n',
  'an endless chunk size': `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'f'.repeat(20)}\r\n`,
  'a chunk longer than its size': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n',
  'an endless chunk extension': `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;${'y'.repeat(20_000)}`,
};
