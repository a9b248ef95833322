// A page that has come takes the focus to its heading, unless somebody has done something meanwhile:
// a dialog that they opened, a field that they went to, keep it.
const ACTS = ['keydown', 'pointerdown'] as const;
let hasActed = false;

/** Notices from now on whether somebody acts. */
export function watchActs(): () => void {
  const onAct = () => {
    hasActed = true;
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

/** Whether somebody has acted since the way to this page began. */
export function isAttentionElsewhere(): boolean {
  return hasActed;
}
