// What a journey's text declares, found line by line: it works on texts that cannot be read yet.
const KINDS = [
  "story", "media", "decision", "explore", "check", "scale",
  "poll", "practice", "reflection", "goal", "meeting", "end",
];
const STEP = new RegExp(`^\\s*(?:-\\s+)?\\{?\\s*(${KINDS.join("|")}):\\s*["']?([a-z][a-z0-9-]*)`);
const PART = /(?:^\s*-\s+\{?\s*|[{,]\s*)id:\s*["']?([a-z][a-z0-9-]*)/g;
const NAMES = { roles: "role", competences: "counter", remember: "counter", slots: "slot", sources: "source" };

/** Return the steps with their parts (choices, answers, items, places, criteria), and all names. */
export function declared(text) {
  const found = { steps: [], role: [], counter: [], slot: [], source: [] };
  let block = null;
  text.split("\n").forEach((line, at) => {
    const top = /^([a-z_]+):/.exec(line);
    if (top) block = NAMES[top[1]] ?? null;
    if (block) {
      const name = top ? null : /^ {1,8}["']?([a-z][a-z0-9-]*)["']?:/.exec(line);
      const indent = name && line.search(/\S/);
      if (name && (found.indent ?? indent) === indent) {
        found.indent = indent;
        found[block].push(name[1]);
      }
      if (top) found.indent = undefined;
    }
    const step = STEP.exec(line);
    if (step) found.steps.push({ kind: step[1], id: step[2], line: at + 1, parts: [] });
    const last = found.steps.at(-1);
    if (last) for (const part of line.matchAll(PART)) last.parts.push(part[1]);
  });
  return found;
}
