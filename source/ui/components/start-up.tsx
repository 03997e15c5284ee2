/** The body before the first pod: a spinner while something is awaited, and what to do where nothing will come. */
import { useCallback } from 'react';
import type { Frame } from '../frame.ts';
import type { FrameStore } from '../frame-store.ts';
import { Box, Spinner, Text } from '../ink.ts';
import type { Placed } from '../layout/rect.ts';
import { welcomeOf } from '../panes/welcome.ts';
import { sameRows, useFrame } from './use-frame.ts';

type StartUpProps = { readonly store: FrameStore; readonly placed: Placed };

export function StartUp({ store, placed: { rect } }: StartUpProps) {
  const select = useCallback((frame: Frame) => linesOf(frame, rect.width), [rect.width]);
  const { busy, ascii, lines } = useFrame(store, select, isSame);
  return (
    <Box
      position="absolute"
      marginLeft={rect.left}
      marginTop={rect.top}
      width={rect.width}
      height={rect.height}
      flexDirection="column"
      justifyContent="center"
    >
      <Box marginLeft={2} height={1}>
        {busy ? (
          <Text>
            <Spinner type={ascii ? 'line' : 'dots'} />
          </Text>
        ) : (
          <Text> </Text>
        )}
      </Box>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen.
        <Text key={index} wrap="truncate">
          {line}
        </Text>
      ))}
    </Box>
  );
}

type Lines = { readonly busy: boolean; readonly ascii: boolean; readonly lines: readonly string[] };

function linesOf(frame: Frame, width: number): Lines {
  const { busy, lines } = welcomeOf(frame);
  const { paint } = frame;
  return {
    busy,
    ascii: paint.look.glyphs === 'ascii',
    lines: lines.map((spans) => paint.line(['  ', ...spans], width)),
  };
}

function isSame(left: Lines, right: Lines): boolean {
  return left.busy === right.busy && sameRows(left.lines, right.lines);
}
