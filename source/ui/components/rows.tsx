/** Finished rows at their place on the screen. */
import { memo } from 'react';
import { Box, Text } from '../ink.ts';
import type { Rect } from '../layout/rect.ts';

export function Rows({ rect, rows }: { readonly rect: Rect; readonly rows: readonly string[] }) {
  return (
    <Box
      position="absolute"
      marginLeft={rect.left}
      marginTop={rect.top}
      width={rect.width}
      height={rect.height}
      flexDirection="column"
    >
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen.
        <Row key={index} text={row} />
      ))}
    </Box>
  );
}

/** Rows are as wide as their pane already; `truncate` only keeps a mismeasured one from becoming two. */
const Row = memo(function Row({ text }: { readonly text: string }) {
  return <Text wrap="truncate">{text}</Text>;
});
