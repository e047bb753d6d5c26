// The Models page: how good each model is, how it learned, what it gets wrong, whether its readers agree.
import { block, ladderBlock } from "../lib/block.js";
import * as charts from "../lib/chartvalues.js";
import { make, write } from "../lib/dom.js";
import { metricsTable } from "../lib/files.js";
import * as say from "../lib/metrics.js";
import { latest } from "../lib/server.js";
import { on, onPage, set, state } from "../lib/store.js";
import { table } from "../lib/table.js";
import { fill, modelName } from "../lib/texts.js";

const narrow = matchMedia("(max-width: 43.75em)"); // then one plane stands below the other
const COMPARED = ["article", "default"]; // whose learning stands beside that of the chosen model

export function modelsPage(texts) {
  const notice = make("p.note", { role: "status" }, texts.loading);
  const [overview, short, quadrants] = [1, 2, 3].map(() => make("div.wide"));
  const best = make("p.said");
  const note = make("p.note");
  const problems = make("p.note");
  const unfold = () => set({ details: shorts.open });
  const shorts = make(
    "details", { ontoggle: unfold }, make("summary", texts.short), make("p.note", texts.shortNote), short,
  );
  const learning = [block(), block()];
  const ladders = [["scratch", texts.ladder], ["pretrained", ""]].map((one) => ladderBlock(texts, ...one));
  const confusion = block(texts.confusion);
  const reliability = block(texts.reliability);
  const plane = block(texts.plane.both);
  const own = make("p.said.own");
  const planeNote = make("p.note");
  const beside = make("div.beside", planeNote, own, quadrants);
  const planes = make("section.plane", plane.element, beside);
  const body = make(
    "div.body", { hidden: true },
    make("section.all", make("h2", texts.title), overview, best, note, problems, shorts),
    make(
      "section.learning", make("h2", texts.learning),
      make("div.pair", learning.map((one) => one.element)), make("p.note", texts.learningNote),
    ),
    ...ladders.map((one) => one.element),
    make("div.pair", confusion.element, reliability.element),
    planes,
  );

  let measured = null; // the answer to "metrics", which is the same for all models
  let agreed = null; // the answer to "agreement"
  const askMetrics = latest("metrics", (answer) => {
    if (answer.kind === "message") return failed();
    measured = answer;
    show();
  });
  const askAgreement = latest("agreement", (answer) => {
    if (answer.lost) return failed();
    agreed = answer;
    showAgreement();
  });

  const failed = () => (retry(), write(notice, texts.failed));

  function show() {
    notice.hidden = true;
    body.hidden = false;
    const { models } = measured;
    const named = (wanted) => models.find(({ name }) => name === wanted);
    const chosen = named(state.model);
    showOverview(models);
    showLearning(learning[0], chosen);
    showLearning(learning[1], named(COMPARED.find((other) => other !== state.model)));
    ladders[0].show(measured.ladders.scratch);
    ladders[1].element.hidden = !measured.ladders.pretrained.rungs.length; // not every ladder has it
    if (!ladders[1].element.hidden) ladders[1].show(measured.ladders.pretrained);
    if (chosen?.confusion) {
      const caption = fill(texts.confusionCaption, { name: modelName(state.model, texts) });
      const sentence = say.confusionSentence(chosen.confusion, texts);
      confusion.show(charts.confusionChart(chosen.confusion), [sentence], { caption });
    } else confusion.miss(texts.noTest);
    showAgreement();
  }

  function showOverview(models) {
    const inside = overview.contains(document.activeElement);
    const current = ({ model }) => model === state.model;
    overview.replaceChildren(table(texts.title, texts.columns, say.overview(models, texts).map((row) => ({
      current: current(row),
      cells: [row.isModel ? picker(row) : row.name, ...row.cells],
      title: row.measured ? null : texts.noMetrics,
    }))));
    if (inside) overview.querySelector("[aria-pressed=true]")?.focus(); // keep the focus
    best.textContent = say.bestSentence(models, texts);
    note.textContent = say.tableNote(models, texts);
    write(problems, measured.problems.join(" "));
    const found = say.shortTexts(models, texts);
    shorts.hidden = !found;
    if (!found) return;
    const rows = found.rows.map((row) => ({ ...row, current: current(row) }));
    short.replaceChildren(table(texts.short, found.head, rows));
  }

  function picker({ model, name }) {
    const about = { title: fill(texts.choose, { name }), "aria-pressed": String(model === state.model) };
    return make("button.quiet", { ...about, onclick: () => set({ model }) }, name);
  }

  function showLearning(one, model) {
    one.element.hidden = !model;
    if (!model) return;
    const { name, training, test } = model;
    const missing = test.n === null ? texts.noMetrics : texts.noHistory;
    if (!training) return one.miss(missing, modelName(name, texts));
    const caption = say.learningCaption(model, texts);
    one.show(charts.learningChart(training), [say.learningSentence(training, texts)], { caption });
  }

  function showAgreement() {
    if (!agreed || !measured) return;
    const another = agreed.kind === "agreement" && agreed.model !== state.model; // its own is on the way
    for (const part of [reliability.element, planes]) part.ariaBusy = another || null;
    beside.hidden = agreed.kind !== "agreement";
    if (beside.hidden) {
      const reason = agreed.about === "noStatistics" ? texts.noStatistics : texts.failed;
      for (const one of [reliability, plane]) one.miss(reason);
      return;
    }
    const caption = fill(texts.reliabilityCaption, { name: modelName(agreed.model, texts) });
    const sure = say.reliabilitySentence(agreed, texts);
    reliability.show(charts.reliabilityChart(agreed.reliability), [sure], { caption });
    const form = agreed.readers.length > 1 ? "both" : "one";
    const title = texts.plane[form];
    plane.title(title);
    planeNote.textContent = texts.planeNote[form];
    const { head, rows } = say.quadrantTable(agreed, texts);
    quadrants.replaceChildren(table(title, head, rows));
    showPlane();
  }

  // The text of the Read page among the test reviews, once it has been read by the same model.
  function showPlane() {
    if (agreed?.kind !== "agreement" || !measured) return;
    const read = state.reading?.model === agreed.model && state.reading;
    const place = read ? say.placeOf(read) : null;
    own.textContent = read ? say.ownSentence(place, read.logit, texts) : "";
    const chart = charts.planeChart(agreed, place, narrow.matches, texts);
    plane.show(chart, [say.agreementSentence(agreed, texts)]);
  }

  const retry = onPage("models", ["model"], () => {
    const { model } = state;
    if (measured) show();
    else askMetrics({ model });
    askAgreement({ model });
  });
  on("details", (open) => (shorts.open = open));
  onPage("models", ["reading"], showPlane);
  narrow.addEventListener("change", showPlane);

  const shown = () => ({
    table: measured && metricsTable(measured), data: measured && { metrics: measured, agreement: agreed },
  });
  return { element: make("div.page", { id: "models" }, notice, body), shown };
}
