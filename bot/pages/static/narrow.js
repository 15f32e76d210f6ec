// Narrows a long list of choices to those that hold what is being written.

import { all } from "./make.js";

const ALIKE = [
  [/[ٱٲٳٵ]/g, "ا"],
  [/[ىیېۍے]/g, "ي"],
  [/[ةہۃە]/g, "ه"],
  [/[کڪ]/g, "ك"],
  [/[ءـ'’‘ʼ`´\u200c\u200d\u00ad]/g, ""],
  [/œ/g, "oe"],
  [/æ/g, "ae"],
  [/ø/g, "o"],
  [/ł/g, "l"],
  [/[đð]/g, "d"],
  [/ı/g, "i"],
];
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/g;
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6];

/** Words without case, accents, vowel marks, forms of letters and of digits: as the server compares them. */
export function fold(text) {
  const plain = ALIKE.reduce((folded, [from, to]) => folded.replace(from, to), text.normalize("NFKD").toLowerCase().replace(ACCENTS, ""));
  return plain.replace(/\p{Nd}/gu, digit).replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
}

function digit(letter) {
  const zero = ZEROS.find((start) => letter.codePointAt(0) >= start && letter.codePointAt(0) < start + 10);
  return zero ? String(letter.codePointAt(0) - zero) : letter;
}

/** Hides the rows whose choices do not hold `text`; gives how many are left, of how many. */
export function narrow(root, text) {
  const wanted = fold(text).split(" ").filter(Boolean);
  const rows = all(".choices", root);
  for (const row of rows) row.hidden = !wanted.every((word) => fold(row.textContent).includes(word));
  return { count: rows.filter((row) => !row.hidden).length, all: rows.length };
}
