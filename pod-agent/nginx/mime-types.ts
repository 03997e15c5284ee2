/** Media types by a file's extension, and which of them gain by compression. */

type MediaType = {
  readonly type: string;
  readonly extensions: string;
  /** Text, or as good as text. What is compressed by its own format gains nothing. */
  readonly compresses?: true;
  /** Is named as UTF-8 in Content-Type. */
  readonly isText?: true;
};

/**
 * IANA's names; where a browser wants another one to run or to show a file, that one. `.ts` is a piece of a film, as players
 * ask for it: a site serves no TypeScript.
 */
const mediaTypes: readonly MediaType[] = [
  { type: 'text/html', extensions: 'html htm', compresses: true, isText: true },
  { type: 'text/css', extensions: 'css', compresses: true, isText: true },
  { type: 'text/javascript', extensions: 'js mjs cjs', compresses: true, isText: true },
  { type: 'text/plain', extensions: 'txt log conf', compresses: true, isText: true },
  { type: 'text/markdown', extensions: 'md', compresses: true, isText: true },
  { type: 'text/csv', extensions: 'csv', compresses: true, isText: true },
  { type: 'text/vtt', extensions: 'vtt', compresses: true, isText: true },
  { type: 'text/calendar', extensions: 'ics', compresses: true, isText: true },
  { type: 'application/json', extensions: 'json map', compresses: true },
  { type: 'application/manifest+json', extensions: 'webmanifest', compresses: true },
  { type: 'application/ld+json', extensions: 'jsonld', compresses: true },
  { type: 'application/geo+json', extensions: 'geojson', compresses: true },
  { type: 'application/x-ndjson', extensions: 'ndjson jsonl', compresses: true },
  { type: 'application/yaml', extensions: 'yaml yml', compresses: true },
  { type: 'application/toml', extensions: 'toml', compresses: true },
  { type: 'application/xml', extensions: 'xml xsl', compresses: true },
  { type: 'application/xhtml+xml', extensions: 'xhtml', compresses: true },
  { type: 'application/rss+xml', extensions: 'rss', compresses: true },
  { type: 'application/atom+xml', extensions: 'atom', compresses: true },
  { type: 'application/wasm', extensions: 'wasm', compresses: true },
  { type: 'application/pdf', extensions: 'pdf' },
  { type: 'application/zip', extensions: 'zip' },
  { type: 'application/gzip', extensions: 'gz tgz' },
  { type: 'application/zstd', extensions: 'zst' },
  { type: 'application/x-tar', extensions: 'tar' },
  { type: 'application/x-7z-compressed', extensions: '7z' },
  { type: 'application/vnd.apple.mpegurl', extensions: 'm3u8', compresses: true },
  { type: 'application/dash+xml', extensions: 'mpd', compresses: true },
  { type: 'image/svg+xml', extensions: 'svg', compresses: true, isText: true },
  { type: 'image/png', extensions: 'png' },
  { type: 'image/apng', extensions: 'apng' },
  { type: 'image/jpeg', extensions: 'jpg jpeg' },
  { type: 'image/gif', extensions: 'gif' },
  { type: 'image/webp', extensions: 'webp' },
  { type: 'image/avif', extensions: 'avif' },
  { type: 'image/jxl', extensions: 'jxl' },
  { type: 'image/heic', extensions: 'heic' },
  { type: 'image/tiff', extensions: 'tif tiff' },
  { type: 'image/bmp', extensions: 'bmp', compresses: true },
  { type: 'image/x-icon', extensions: 'ico', compresses: true },
  { type: 'image/ktx2', extensions: 'ktx2' },
  { type: 'font/woff2', extensions: 'woff2' },
  { type: 'font/woff', extensions: 'woff' },
  { type: 'font/ttf', extensions: 'ttf', compresses: true },
  { type: 'font/otf', extensions: 'otf', compresses: true },
  { type: 'font/collection', extensions: 'ttc', compresses: true },
  { type: 'audio/mpeg', extensions: 'mp3' },
  { type: 'audio/mp4', extensions: 'm4a' },
  { type: 'audio/aac', extensions: 'aac' },
  { type: 'audio/ogg', extensions: 'ogg oga opus' },
  { type: 'audio/flac', extensions: 'flac' },
  { type: 'audio/wav', extensions: 'wav' },
  { type: 'audio/webm', extensions: 'weba' },
  { type: 'video/mp4', extensions: 'mp4 m4v' },
  { type: 'video/webm', extensions: 'webm' },
  { type: 'video/ogg', extensions: 'ogv' },
  { type: 'video/quicktime', extensions: 'mov' },
  { type: 'video/x-matroska', extensions: 'mkv' },
  { type: 'video/mp2t', extensions: 'ts' },
  { type: 'model/gltf+json', extensions: 'gltf', compresses: true },
  { type: 'model/gltf-binary', extensions: 'glb' },
  { type: 'model/stl', extensions: 'stl' },
  { type: 'model/obj', extensions: 'obj', compresses: true },
  {
    type: 'application/octet-stream',
    extensions:
      'bin dat data onnx safetensors gguf ggml pt pth ckpt npy npz pkl tflite parquet arrow iso img deb exe',
  },
];

/** nginx always compresses text/html, and warns where it is named. */
export const compressibleTypes = mediaTypes
  .filter(({ type, compresses }) => compresses && type !== 'text/html')
  .map(({ type }) => type);

export const charsetTypes = mediaTypes
  .filter(({ type, isText }) => isText && type !== 'text/html')
  .map(({ type }) => type);

export function mimeTypesConf(): string {
  const lines = mediaTypes.map(({ type, extensions }) => `    ${type} ${extensions};`);
  return `types {
${lines.join('\n')}
}
types_hash_max_size 2048;
types_hash_bucket_size 128;
default_type application/octet-stream;
`;
}
