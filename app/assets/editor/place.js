// Where the cursor stands in a YAML text: the keys that lead there, by indentation alone, so that it
// works while a line is half typed. A list adds "[]" to the path.

const LINE = /^( *)((?:- +)*)(?:(["']?)([\w.-]+)\3:(?:\s|$))?/;

const read = (line) => {
  const [, blanks, dashes, , key] = LINE.exec(line);
  return { dash: dashes ? blanks.length : -1, column: blanks.length + dashes.length, key };
};

/** Return { path, own, isKey, word }: own are the keys beside the cursor, word what is half typed. */
export function placeAt(lines, at, column) {
  const before = lines[at].slice(0, column);
  const row = inRow(before);
  const word = /[\w.-]*$/.exec(before)[0];
  const around = row ? above(lines, at, read(before.slice(0, row.start))) : above(lines, at, read(before));
  if (row) {
    const opener = read(before.slice(0, row.start));
    if (opener.key) around.path.push(opener.key);
    const value = /([\w-]+):\s+["']?[^,{}]*$/.exec(row.text);
    const own = [...row.text.matchAll(/([\w-]+):/g)].map((match) => match[1]);
    return { path: value ? [...around.path, value[1]] : around.path, own, isKey: !value, word };
  }
  const here = read(before);
  const isKey = !here.key;
  return { path: isKey ? around.path : [...around.path, here.key], own: around.own, isKey, word };
}

/** Return the row `{…}` or `[…]` that is open before the cursor: where it starts and its text. */
function inRow(before) {
  const open = [];
  for (let at = 0; at < before.length; at += 1) {
    if ("{[".includes(before[at])) open.push(at);
    else if ("}]".includes(before[at])) open.pop();
    else if (before[at] === "#" && /\s/.test(before[at - 1] ?? " ")) break;
  }
  const start = open.findLast((place) => before[place] === "{" && before[place + 1] !== "{" && before[place - 1] !== "{");
  return start === undefined ? null : { start, text: before.slice(start + 1) };
}

function above(lines, at, here) {
  const path = [];
  const own = beside(lines, at, here);
  let { column } = here;
  if (here.dash >= 0) {
    path.unshift("[]");
    column = here.dash + 1;
  }
  for (let up = at - 1; up >= 0 && column > 0; up -= 1) {
    const line = lines[up];
    if (!line.trim() || line.trimStart().startsWith("#")) continue;
    const found = read(line);
    if (found.dash >= 0 && found.dash < column && found.column >= column && path[0] !== "[]") {
      path.unshift("[]");
      column = found.dash + 1;
    }
    if (found.dash >= 0 && found.dash < column - 1 && found.column < column && found.key) {
      path.unshift("[]", found.key);
      column = found.dash + 1;
    } else if (found.key && found.dash < 0 && found.column < column) {
      path.unshift(found.key);
      column = found.column;
    }
  }
  return { path, own };
}

/** Return the keys that stand beside the cursor in the same item. */
function beside(lines, at, here) {
  const keys = [];
  const begins = (found) => found.dash >= 0 && found.dash < here.column;
  const look = (from, way) => {
    for (let line = from; line >= 0 && line < lines.length; line += way) {
      if (!lines[line].trim()) continue;
      const found = read(lines[line]);
      if (found.column < here.column || (way > 0 && begins(found))) return;
      if (found.column === here.column && found.key) keys.push(found.key);
      if (begins(found)) return;
    }
  };
  if (here.dash < 0) look(at - 1, -1);
  look(at + 1, 1);
  return keys;
}
