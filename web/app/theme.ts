import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Ai (藍), the blue of Japanese workwear. */
const ai: MantineColorsTuple = [
  '#eef5fb',
  '#dbe7f2',
  '#b3cde4',
  '#88b2d7',
  '#659bcb',
  '#4f8dc5',
  '#3a7ab5',
  '#2c6699',
  '#1f4e79',
  '#123d63',
];

/** How the pages look. Fonts: what the reader has for Latin, our own parts for Korean and Japanese. */
export const theme = createTheme({
  primaryColor: 'ai',
  primaryShade: { light: 8, dark: 6 },
  colors: { ai },
  fontFamily: 'var(--genba-font)',
  headings: { fontFamily: 'var(--genba-font)', fontWeight: '650' },
  defaultRadius: 'md',
  respectReducedMotion: true,
});
