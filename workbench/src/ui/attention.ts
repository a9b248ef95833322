// A page that has come takes the focus to its heading, unless somebody has gone elsewhere meanwhile:
// a dialog that they opened, a field that they went to, keep it.
const ACTS = ['keydown', 'pointerdown', 'click'] as const;
const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta', 'CapsLock']);
let hasActed = false;

function isAct(event: Event): boolean {
  return !(event instanceof KeyboardEvent && (event.repeat || MODIFIERS.has(event.key)));
}

/** Notices from now on whether somebody acts. */
export function watchActs(): () => void {
  const onAct = (event: Event) => {
    hasActed ||= isAct(event);
  };
  for (const act of ACTS) window.addEventListener(act, onAct, { capture: true });
  return () => {
    for (const act of ACTS) window.removeEventListener(act, onAct, { capture: true });
  };
}

/** The way to another page begins: what was done before led to it. */
export function setOut(): void {
  hasActed = false;
}

/** Whether somebody acted since the way to this page began, and holds the focus. */
export function isElsewhere(): boolean {
  const holdsFocus = document.activeElement !== document.body;
  return hasActed && (holdsFocus || document.querySelector('[role="dialog"]') !== null);
}
