/** Discord's webhooks: a line of content, which the notification shows, and an embed with the whole. Pure. */
import { type Channel, jsonRequest } from './channel.ts';
import { escapedWithin, linesWithin } from './plain-text.ts';
import { degreeOf, headline, lineOf, podName } from './wording.ts';

export const discord: Channel = {
  id: 'discord',
  requests(notification, { url }, pod) {
    const { news, atMs } = notification;
    const lines = news.map((one) => escapedWithin(lineOf(one), longestLine, escapeCharacter));
    return [
      jsonRequest(url, {
        content: escapedWithin(headline(notification, pod), longestContent, escapeCharacter),
        embeds: [
          {
            title: escapedWithin(podName(pod), longestTitle, escapeCharacter),
            description: linesWithin(lines, longestDescription),
            color: colours[degreeOf(news)],
            timestamp: new Date(atMs).toISOString(),
          },
        ],
        allowed_mentions: { parse: [] },
      }),
    ];
  },
};

/** discord.com/developers: content 2000, an embed's title 256 and description 4096, 6000 together. */
const longestContent = 1000;
const longestTitle = 256;
const longestDescription = 4096;
const longestLine = 1200;

const colours = { FAIL: 0xd92d20, WARN: 0xf79009, RESOLVED: 0x12b76a } as const;

/**
 * Markdown's punctuation is shown as it is after a backslash. `@` and `:` are parted from what follows by a space of no
 * width, so that neither a mention nor an address is recognised.
 */
function escapeCharacter(character: string): string {
  if (character === '@' || character === ':') return `${character}\u200b`;
  return /[\\*_~`|<>#[\]()+-]/.test(character) ? `\\${character}` : character;
}
