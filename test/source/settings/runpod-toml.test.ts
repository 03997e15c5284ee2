import { expect, test } from 'vitest';
import { apiKeyOfToml } from '../../../source/settings/runpod-toml.ts';

test.each([
  { text: 'apiKey = "rpa_abc"\napiUrl = "https://x"\n', key: 'rpa_abc' },
  { text: "apikey='rpa_abc' # mine\r\n", key: 'rpa_abc' },
  { text: '# apiKey = "old"\n  "apiKey" = "rpa_abc"', key: 'rpa_abc' },
  { text: '[default]\napi_key = "rpa_abc"\n', key: 'rpa_abc' },
  { text: '[other]\napi_key = "rpa_other"\n[ default ]\napi_key = "rpa_abc"\n', key: 'rpa_abc' },
  { text: '[other]\napiKey = "rpa_other"\n', key: null },
  { text: 'apiKey = ""\n', key: null },
  { text: 'apiKey = unquoted\n', key: null },
  { text: 'apiKeyOld = "x"\n', key: null },
  { text: '', key: null },
])('$text', ({ text, key }) => {
  expect(apiKeyOfToml(text)).toBe(key);
});
