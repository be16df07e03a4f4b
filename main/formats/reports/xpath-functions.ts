/**
 * Puts plain XPath 1.0 in the place of the two functions that form schemas use:
 * usch:getFileName() is the file's name without extension, usch:iif(a, b, c) is b where a holds, else c.
 */
export function substituteFunctions(expression: string, fileName: string): string {
  const named = replaceOutsideQuotes(expression, /usch:getFileName\s{0,8}\(\s{0,8}\)/y, literal(fileName));
  return replaceConditions(named);
}

/** XPath 1.0 has no escape in literals: a text with both quotes is put together by concat. */
function literal(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  return `concat(${text.split("'").map((piece) => `'${piece}'`).join(`, "'", `)})`;
}

function replaceOutsideQuotes(expression: string, pattern: RegExp, replacement: string): string {
  let out = '';
  for (let at = 0; at < expression.length; ) {
    const quoted = quotedAt(expression, at);
    pattern.lastIndex = at;
    const match = quoted === undefined ? pattern.exec(expression) : null;
    if (match !== null) {
      out += replacement;
      at += match[0].length;
    } else {
      out += quoted ?? expression[at]!;
      at += quoted?.length ?? 1;
    }
  }
  return out;
}

function quotedAt(expression: string, at: number): string | undefined {
  const quote = expression[at];
  if (quote !== '"' && quote !== "'") return undefined;
  const end = expression.indexOf(quote, at + 1);
  return expression.slice(at, end < 0 ? expression.length : end + 1);
}

function replaceConditions(expression: string, depth = 0): string {
  const start = indexOutsideQuotes(expression, 'usch:iif');
  if (start < 0 || depth > 32) return expression;
  const open = expression.indexOf('(', start);
  const parts = open < 0 ? undefined : argumentsFrom(expression, open);
  if (parts?.values.length !== 3) return expression;
  const [condition, yes, no] = parts.values.map((part) => replaceConditions(part, depth + 1)) as [string, string, string];
  const before = expression.slice(0, start);
  const after = expression.slice(parts.end + 1);
  const chosen = isCompared(before, after) ? chosenValue(condition, yes, no) : chosenTruth(condition, yes, no);
  return replaceConditions(before + chosen + after, depth + 1);
}

function indexOutsideQuotes(expression: string, word: string): number {
  for (let at = 0; at < expression.length; at++) {
    const quoted = quotedAt(expression, at);
    if (quoted !== undefined) at += quoted.length - 1;
    else if (expression.startsWith(word, at)) return at;
  }
  return -1;
}

/** The arguments between the bracket at `open` and its pair, split at the commas of the outermost level. */
function argumentsFrom(expression: string, open: number): { values: string[]; end: number } | undefined {
  const values: string[] = [];
  let from = open + 1;
  for (let at = open + 1, depth = 1; at < expression.length; at++) {
    const quoted = quotedAt(expression, at);
    if (quoted !== undefined) {
      at += quoted.length - 1;
      continue;
    }
    const character = expression[at]!;
    if (character === '(' || character === '[') depth++;
    if (character === ')' || character === ']') depth--;
    if (depth === 0) return { values: [...values, expression.slice(from, at).trim()], end: at };
    if (character === ',' && depth === 1) {
      values.push(expression.slice(from, at).trim());
      from = at + 1;
    }
  }
  return undefined;
}

/** Where the result stands beside an operator its value counts, elsewhere only whether it is true. */
function isCompared(before: string, after: string): boolean {
  return /[=<>+*|-]\s*$|\b(div|mod)\s+$/.test(before.slice(-40)) || /^\s*([=<>+*|-]|!=|(div|mod)\b)/.test(after.slice(0, 40));
}

function chosenTruth(condition: string, yes: string, no: string): string {
  return `((boolean(${condition}) and boolean(${yes})) or (not(${condition}) and boolean(${no})))`;
}

/** A piece of a text as long as the text where the condition holds, and empty where it does not. */
function chosenValue(condition: string, yes: string, no: string): string {
  const when = (value: string, truth: string) => `substring(string(${value}), 1, number(${truth}) * string-length(string(${value})))`;
  return `concat(${when(yes, `boolean(${condition})`)}, ${when(no, `not(${condition})`)})`;
}
