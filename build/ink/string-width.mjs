/** In place of `string-width` in the bundle: ink measures by the same table as everything else that draws. */
export { textWidth as default } from '../../source/terminal/text-width.ts';
