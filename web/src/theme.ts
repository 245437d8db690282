// How the dashboard looks: one calm green, one font that comes with the page, small and dense. Everything else is Mantine's.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const line: MantineColorsTuple = [
  '#eef9f7', '#dbf0ec', '#b4dfd8', '#89cec3', '#66bfb1', '#4fb6a6', '#3fab9a', '#2a9585', '#177c6f', '#12766a',
];

export const theme = createTheme({
  colors: { line },
  primaryColor: 'line',
  primaryShade: { light: 9, dark: 8 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Color Emoji", sans-serif',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: { fontWeight: '600' },
});
