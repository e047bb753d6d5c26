// What a page shows as data: a table as CSV, and the answers behind it as JSON. Pure functions.
import { guessTable } from "./guesses.js";
import { mapped, rows, unpack } from "./numbers.js";
import { pictureOf } from "./reading.js";

const FORMULA = /^\s*[=+\-@＝＋－＠]/;

// A cell as spreadsheets read it. A text that looks like a formula gets an apostrophe, as in
// brnn/explain/table.py.
export function cell(value) {
  if (typeof value !== "string") return value === null || value === undefined ? "" : String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// table: rows of cells, the first of which names the columns.
export const csvOf = (table) => table.map((row) => `${row.map(cell).join(",")}\n`).join("");

// An answer with plain lists in the place of packed numbers.
export function plain(value) {
  if (value === null || typeof value !== "object") return value;
  if (value.base64 !== undefined) return listOf(unpack(value));
  return Array.isArray(value) ? value.map(plain) : mapped(value, plain);
}

function listOf(array) {
  const list = (values) => [...values].map(single);
  return array.shape.length > 1 ? rows(array).map(list) : list(array);
}

// As few digits as tell a single-precision number from its neighbours; what is no number is null.
const single = (value) => (Number.isFinite(value) ? Number(value.toPrecision(9)) : null);

// The words of a reading, each with what it added. picture: see lib/reading.js.
function wordTable({ words, readers, added, evidence }) {
  const columns = readers.flatMap((reader) => [[`${reader}_added`, added], [`${reader}_evidence`, evidence]]
    .map(([name, values]) => [name, values[reader]]));
  const row = ({ word }, i) => [i + 1, word, ...columns.map(([, values]) => single(values[i]))];
  return [["word", "text", ...columns.map(([name]) => name)], ...words.map(row)];
}

// What a comparison shows, row by row. found: of lib/comparison.js.
export function comparisonTable({ sides, rows: found, difference }) {
  const { readers, added } = difference;
  const names = ["a", "b", "difference"];
  const columns = readers.flatMap((reader) => names.map((name) => `${reader}_${name}`));
  return [["text_a", "text_b", "same_word", ...columns], ...found.map(({ places, same }, i) => [
    ...sides.map(({ words }, side) => words[places[side]]?.word ?? ""), same ? "yes" : "no",
    ...readers.flatMap((reader) => [
      ...sides.map((side, at) => numberIn(side.added[reader], places[at])), numberIn(added[reader], i),
    ]),
  ])];
}

const numberIn = (values, at) => (values?.[at] === undefined ? "" : single(values[at]));

// The answer to a question of the registry. Numbers are as they are printed.
export function explanationTable({ columns }) {
  const row = (_, at) => columns.map(({ cells, words }) => (words ? cells[at] : numberOf(cells[at])));
  return columns[0]?.cells.length ? [columns.map(({ head }) => head), ...columns[0].cells.map(row)] : null;
}

function numberOf(printed) {
  const value = Number(printed.replace("−", "-"));
  return printed.trim() && Number.isFinite(value) ? value : printed;
}

const SCORES = { test: "test", sentences: "sst2_dev", short_reviews: "short_reviews" };

// The measures of all models: those of the Models page's tables.
export function metricsTable({ models }) {
  const figures = ["n", "accuracy", "log_loss", "calibration_error"];
  const scores = Object.entries(SCORES).flatMap(([key, name]) => [
    ...figures.map((figure) => [`${name}_${figure}`, (model) => model[key][figure]]),
    ...["low", "high"].map((end, i) => [`${name}_${end}`, (model) => model[key].interval?.[i]]),
  ]);
  const sizes = ["parameters", "features", "bytes", "seconds"].map((name) => [name, (model) => model[name]]);
  const columns = [["model", ({ name }) => name], ...scores, ...sizes];
  return [columns.map(([name]) => name), ...models.map((model) => columns.map(([, of]) => of(model)))];
}

// What a step of the lesson shows. shown: of pages/lesson.js. about: what the numbers are of.
export function lessonFiles({ whole: _, picture, guessed, ...answer }, mirrored, about) {
  const seen = mirrored && answer.mirror ? pictureOf(answer.mirror.reading) : picture;
  const read = () => (seen?.words.length ? wordTable(seen) : null);
  const guesses = () => (guessed.chosen ? guessTable(guessed) : null);
  const table = answer.ladder ? ladderTable(answer.ladder) : guessed ? guesses() : read();
  return { table, data: { ...about, ...answer } };
}

// The models of the ladder, each with its accuracies over seeds.
function ladderTable({ rungs }) {
  const row = ({ cell: kind, direction, n, accuracies, failed }) => (
    [kind, direction, n, accuracies.join(" "), failed]
  );
  return rungs.length ? [["cell", "direction", "n", "accuracies", "failed"], ...rungs.map(row)] : null;
}
