/** Slack's incoming webhooks: `text` for the notification, `blocks` for the channel. Pure. */
import { type Channel, jsonRequest } from './channel.ts';
import { escapedWithin, linesWithin } from './plain-text.ts';
import { headline, lineOf } from './wording.ts';

export const slack: Channel = {
  id: 'slack',
  requests(notification, { url }, pod) {
    const title = headline(notification, pod);
    const lines = notification.news.map((one) => escapedWithin(lineOf(one), longestLine, escapeCharacter));
    return [
      jsonRequest(url, {
        text: escapedWithin(title, longestText, escapeCharacter),
        // Plain text has no markup, so that `_` and `*` of a path stay what they are, and nothing becomes a link.
        blocks: [
          { type: 'header', text: plain(escapedWithin(title, longestHeader, escapeCharacter)) },
          { type: 'section', text: plain(linesWithin(lines, longestSection)) },
        ],
        unfurl_links: false,
        unfurl_media: false,
      }),
    ];
  },
};

/** docs.slack.dev: 150 characters of a header block, 3000 of a section's text. The rest are ours. */
const longestHeader = 150;
const longestSection = 3000;
const longestText = 500;
const longestLine = 900;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The three characters that Slack gives a meaning to: `<!channel>` and `<https://…|text>` are text then. */
function escapeCharacter(character: string): string {
  return entities[character] ?? character;
}

function plain(text: string) {
  return { type: 'plain_text', text, emoji: false };
}
