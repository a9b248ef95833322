import type { Theme } from '@/lib/api/types';

const KEPT = 'armillary.theme';

function isDark(theme: Theme): boolean {
  if (theme !== 'system') return theme === 'dark';
  return window.matchMedia('(prefers-color-scheme: dark)').matches;
}

/** The theme that this browser showed last, until the person's preferences are read. */
export function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEPT);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

/** Shows a theme, and keeps it for public/theme.js, which runs before the first paint. */
export function showTheme(theme: Theme): void {
  document.documentElement.classList.toggle('pf-v6-theme-dark', isDark(theme));
  try {
    if (theme === 'system') localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, theme);
  } catch {
    // A browser that keeps nothing shows the system's theme first.
  }
}

/** Follows the system for as long as nobody chose otherwise. */
export function followSystem(theme: () => Theme): () => void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const changed = () => showTheme(theme());
  system.addEventListener('change', changed);
  return () => system.removeEventListener('change', changed);
}
