/**
 * One GET on the loopback address by whatever the pod has for it. Its first line of complaint names the tool, because
 * wget prints an answer's head among its complaints, and each has exit codes of its own. That of busybox gets no limit of
 * its own, because one that was built without that option breaks on it; whoever runs this sets one.
 */
import { quoted } from '../../ssh/shell-quote.ts';

/** A curl before 7.63 knows no `%{stderr}`, says so, and prints the rest behind the body. */
const tookFormat = '%{stderr}\\ntook %{time_starttransfer}\\n';

/** Arguments: seconds, port, path. */
export const webScript = `s=$1 p=$2 u=$3; unset http_proxy HTTP_PROXY all_proxy ALL_PROXY
if command -v curl >/dev/null; then
  echo curl >&2
  set -- -q -s -S -i -g --raw --path-as-is --max-time "$s" -A pod-agent -H 'Host: 127.0.0.1' -H 'Connection: close' -w ${quoted(tookFormat)}
  curl "$@" --http0.9 "http://127.0.0.1:$p$u"; r=$?
  if [ "$r" = 2 ]; then curl "$@" "http://127.0.0.1:$p$u"; r=$?; fi
  exit "$r"
elif command -v bash >/dev/null; then
  echo bash >&2
  exec bash -c ${quoted(bashRequest())} bash "$p" "$u"
elif command -v wget >/dev/null; then
  echo wget >&2
  case $(wget --version 2>/dev/null) in
    GNU*) exec wget -S -O - -t 1 -T "$s" --max-redirect=0 --content-on-error -U pod-agent "http://127.0.0.1:$p$u" ;;
    *) exec wget -S -O - -U pod-agent "http://127.0.0.1:$p$u" ;;
  esac
fi
echo none >&2
exit 127`;

function bashRequest(): string {
  const head = [
    'GET %s HTTP/1.1',
    'Host: 127.0.0.1',
    'User-Agent: pod-agent',
    'Accept: */*',
    'Connection: close',
  ];
  return `exec 3<>/dev/tcp/127.0.0.1/"$1" || exit 7; printf '${head.join('\\r\\n')}\\r\\n\\r\\n' "$2" >&3; exec cat <&3`;
}
