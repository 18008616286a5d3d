//! The tabulator key, through a whole page.

use crate::browser::Window;

/// Notes everything that can be reached, and looks at each thing that the keyboard comes to: it has to be marked, in the window, and not behind a bar that
/// stays in its place.
const LISTEN: &str = "
const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
const seen = (e) => e.checkVisibility({checkVisibilityCSS: true, contentVisibilityAuto: true});
const name = (e) => e.outerHTML.slice(0, 110);
const walk = {expected: [...document.querySelectorAll(kinds)].filter((e) => e.tabIndex >= 0 && !e.disabled && seen(e)), met: [], faults: []};
window.tiendoWalk = walk;
const marked = (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
const covered = (e) => {
  const box = e.getBoundingClientRect();
  const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const top = document.elementFromPoint(x, y);
  return top && !e.contains(top) && !top.contains(e) && ['fixed', 'sticky'].includes(getComputedStyle(top.closest('header, nav, thead, th') ?? top).position);
};
document.addEventListener('focusin', (event) => {
  const e = event.target, box = e.getBoundingClientRect();
  walk.met.push(e);
  if (!marked(getComputedStyle(e)) && ![...e.labels ?? []].some((label) => marked(getComputedStyle(label)))) walk.faults.push('focus not marked: ' + name(e));
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) walk.faults.push('focus out of the window: ' + name(e));
  else if (covered(e)) walk.faults.push('focus behind a bar: ' + name(e));
});
document.activeElement?.blur();
scrollTo(0, 0);
return walk.expected.length;";

/// What was not met, and what came out of order. Of buttons of one choice the keyboard stops at one. A page that begins in a field comes to its first
/// link after its last.
const TELL: &str = "
const walk = window.tiendoWalk, met = new Set(walk.met), name = (e) => e.outerHTML.slice(0, 110);
const sibling = (e) => e.type === 'radio' && walk.met.some((other) => other.type === 'radio' && other.name === e.name && other.form === e.form);
const missed = walk.expected.filter((e) => !met.has(e) && !sibling(e)).map((e) => 'not reached: ' + name(e));
const wrap = walk.met.findIndex((e, place) => place > 0 && e === walk.met[0]);
const round = wrap < 0 ? walk.met : walk.met.slice(0, wrap);
const early = round.filter((e, place) => place > 0 && e !== walk.expected[0] && round[place - 1].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING);
return [...new Set([...walk.faults, ...missed, ...early.map((e) => 'out of order: ' + name(e))])].slice(0, 8);";

/// Goes once around the page that is open and tells what a person without a mouse cannot do there.
pub fn faults(window: &Window) -> Vec<String> {
    let stops = window.ask(LISTEN).as_u64().unwrap();
    window.press_tab(usize::try_from(stops).unwrap() + 4);
    let told = window.ask(TELL);
    told.as_array().unwrap().iter().map(|fault| fault.as_str().unwrap().to_owned()).collect()
}
