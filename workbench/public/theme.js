// Before the first paint, so that nobody sees the other theme flash by. The choice itself is kept
// on the server with the person's preferences; this copy only bridges the moment until it is read.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('armillary.theme');
  } catch (refused) {
    choice = null;
  }
  var root = document.documentElement;
  var systemIsDark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.classList.toggle(
    'pf-v6-theme-dark',
    choice === 'dark' || (choice !== 'light' && systemIsDark),
  );
  root.classList.toggle(
    'pf-v6-theme-high-contrast',
    matchMedia('(prefers-contrast: more)').matches,
  );
})();
