/** ntfy, published as JSON to the root of its server, with the topic in the body. Pure. */
import { type Channel, jsonRequest } from './channel.ts';
import { linesWithin } from './plain-text.ts';
import { degreeOf, headline, lineOf } from './wording.ts';

export const ntfy: Channel = {
  id: 'ntfy',
  requests(notification, { url, key }, pod) {
    const { root, topic } = splitTopic(url);
    const { priority, tag } = looks[degreeOf(notification.news)];
    const message = {
      topic,
      title: headline(notification, pod),
      message: linesWithin(notification.news.map(lineOf), longestMessageBytes, byteLength),
      priority,
      tags: [tag],
    };
    return [jsonRequest(root, pod.url === null ? message : { ...message, click: pod.url }, key)];
  },
};

/** docs.ntfy.sh: a message of more than 4096 bytes becomes an attachment. */
const longestMessageBytes = 4000;

/** Priorities of ntfy: 2 low, 3 default, 4 high. The tags are its names of emoji. */
const looks = {
  FAIL: { priority: 4, tag: 'rotating_light' },
  WARN: { priority: 3, tag: 'warning' },
  RESOLVED: { priority: 2, tag: 'white_check_mark' },
} as const;

/** A server may stand below a path; the topic is the last word. */
function splitTopic(url: string): { readonly root: string; readonly topic: string } {
  const root = new URL(url);
  const path = root.pathname.replace(/\/+$/, '');
  const at = path.lastIndexOf('/');
  root.pathname = path.slice(0, at + 1);
  return { root: root.href, topic: path.slice(at + 1) };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
