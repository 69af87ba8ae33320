/** The shapes that pass between the modules. Wire names are the course's. */

/** Numbers as NumPy prints them row by row. Not-finite ones are real NaN and ±Infinity here, strings on the wire. */
export type Matrix = number[][];
export type Entry = [number, number];
export type Direction = "forward" | "backward";
export type Role = "upstream" | "carried" | "total" | "";

export interface Token {
  text: string;
  symbol: string | null;
  token: string;
}

export interface Operand {
  expression: string;
  symbol: string | null;
  transposed: boolean;
  tokens: Token[];
}

export interface Step {
  name: string;
  reads: string[];
  dims: string[][];
  kind: string;
  /** what it applies, in a word; empty where it is more than one function */
  applies: string;
  latex: string;
  mathml: string;
  source: string;
  sentence: string;
  /** by id: what is said instead where a frame's `said` names it */
  sentences: Record<string, string>;
  operands: Operand[];
  total: string | null;
}

export interface SymbolInfo {
  name: string;
  code: string;
  label: string;
  /** of one entry: {i}, {j} and {t} to be put in */
  entry: string;
  /** as the loop would write the same of the timestep before */
  code_before: string;
  /** whether it is one timestep of a stack: da[:,:,t] */
  sliced: boolean;
  /** rows and columns, each as the sizes that it is the sum of */
  dims: string[][];
  meaning: string;
  meaning_at_start: string;
  role: Role;
}

export interface Lane {
  state: string;
  previous: string;
  next: string;
  initial: string;
  upstream: string | null;
  carried: string;
  total: string;
  returned: string;
  gradient: string;
}

export interface CodeLine {
  step: string | null;
  /** the name of a line of the loop, by which a mistake in it is found; else empty */
  loop: string;
  /** whether what is indented below it runs at every timestep */
  opens: boolean;
  indent: number;
  tokens: Token[];
}

export interface Declaration {
  name: string;
  title: string;
  loss: string;
  lanes: Lane[];
  parameters: string[];
  totals: string[];
  stacks: Record<string, string>;
  symbols: Record<string, SymbolInfo>;
  steps: Record<Direction, Step[]>;
  code: Record<Direction, CodeLine[]>;
  /** by id: what is said of the loop, of wrong lines and in the comparison, with named places */
  sentences: Record<string, string>;
  /** every kind of operation that there is, in words */
  kinds: Record<string, string>;
}

export interface Head {
  kind: "head";
  scenario: string;
  title: string;
  /** where none was asked for and the usual scenario has not the cell: that */
  instead: string;
  /** what the scenario is, and what to look for in it */
  description: string;
  look_for: string;
  /** what is said of the weights of this run */
  notes?: string[];
  /** the same cell over one timestep, or from one over many */
  elsewhere: { words: string; ask: Record<string, string | number> } | null;
  cell: string;
  /** null: nothing was drawn, the tensors are one's own */
  seed: number | null;
  sizes: Record<string, number>;
  T_backward: number;
  /** where a wrong loop visits the timesteps in another order than from the last to the first */
  backward_timesteps?: number[] | null;
  parameters: Record<string, Matrix>;
  inputs: Record<string, number[][] | number[][][]>;
  declaration: Declaration;
  mistakes?: Mistake[];
  /** cells of the same scenario whose norms belong on one chart with this one's */
  beside?: string[];
  /** what each timestep of x and y is, in words */
  stands_for: Record<string, string[]>;
  truncate?: number | null;
  clip?: number | null;
  clip_total?: number | null;
  /** added to the bias of the gate that keeps the memory */
  bias?: number | null;
  /** of Waa; null for a cell that has no such matrix */
  radius: number | null;
  shapes: Record<string, number[]>;
  detail: string;
  frames: [number, number] | null;
}

/** A line of code as the server typeset it. */
export interface TypesetLine {
  text: string;
  tokens: Token[];
}

/** What is wrong in a run on purpose: which lines, and what is said of it. */
export interface Mistake {
  id: string;
  /** what to ask for it by: its id, and the number of the form where it is not the first */
  code: string;
  title: string;
  hint: string;
  explanation: string;
  symptom: string;
  lines: WrongLine[];
}

export interface WrongLine {
  name: string;
  direction: Direction;
  in_loop: boolean;
  /** the state whose lane alone it is a line of; empty: every lane's */
  lane: string;
  /** of a step, both lines as the code lists them; null in the loop */
  listed: { right: Token[]; wrong: Token[] } | null;
  right: TypesetLine;
  wrong: TypesetLine;
}

/** What the server makes of pasted output. */
export interface Diagnosis {
  exercise: string | null;
  verdict: string;
  summary: string;
  candidates: {
    ids: string[];
    mistakes: { id: string; title: string; hint: string; explanation: string; symptom: string }[];
    explains: string[];
    leaves: string[];
    begins: Begins | null;
    lines: { direction: Direction; wrong: string; right: string }[];
    show: Record<string, string | number>;
  }[];
  matched: string[];
  unmatched: string[];
  /** of what was pasted, what the right answer prints as well, and what it does not */
  agrees: string[];
  differs: string[];
  first_divergent_t: number | null;
  columns_ok: number[] | null;
  earlier_notebook: boolean;
  indistinguishable: string[][];
  also: { exercise: string; verdict: string }[];
  tell_apart: string[];
  error: string | null;
  meaning: string;
  /** what all gradients can be sent with, as arrays; null where that would tell no more */
  arrays: Record<string, string | number> | null;
  links: { text: string; show: Record<string, string | number> }[];
}

/** Where a run with mistakes is first another one than the right run. */
export interface Begins {
  direction: Direction | "end";
  t: number | null;
  keys: string[];
  stops: boolean;
}

export interface Factor {
  operand: number;
  at: Entry;
  value: number;
}

export interface Term {
  factors: Factor[];
  value: number;
}

/** How one entry of a step's result came to be, written out by the server. */
export interface Arithmetic {
  at: Entry;
  value: number;
  terms: Term[];
  summed: boolean;
}

/** Two matrices that are often taken for the same, compared by the server as a learner would with numpy. */
export interface Comparison {
  upstream: string;
  carried: string;
  entries: number;
  equal: number;
  close: number;
  difference: Matrix;
}

export interface Frame {
  kind: Direction;
  t: number;
  /** forward: the loss of this timestep; null where da is given */
  loss?: number | null;
  /** left out, like the parts, of a long trace: then fetched for the timesteps that are shown */
  values?: Record<string, Matrix>;
  parts?: Record<string, Matrix>;
  norms: Record<string, number>;
  totals?: Record<string, Matrix>;
  comparisons?: Comparison[];
  arithmetic?: ArithmeticOfFrame;
  /** where a run has a mistake in it: what the right run has instead, for each value that differs */
  right?: Record<string, Matrix>;
  /** and their norms */
  right_norms?: Record<string, number>;
  /** backward: the timestep whose forward values were read */
  cache?: number;
  /** by step, and by carried gradient: the id of the sentence that holds here; none: the step's own */
  said?: Record<string, string>;
  /** what each gradient that arrives is, by name */
  facts?: Record<string, string>;
  /** truncated or clipped: what was done to what left this timestep */
  cut?: boolean;
  clipped?: Record<string, number>;
  /** where they were asked for: what usual wrong lines make of one step */
  slips?: Slip[];
}

/** What the norms of one lane say over the whole run, in words that the server chose. */
export interface Flow {
  lane: string;
  total: string;
  carried: string;
  steps: number;
  verdict: string | null;
  factor: number | null;
  reach: number | null;
  sentence: string;
}

/** Norms of the parts of each gradient by the timestep they came from; null where none can come from. */
export interface Attribution {
  total: string | null;
  norms: (number | null)[][] | null;
  dropped: { below: number; cells: number; dropped_at: (number | null)[] } | null;
  reason: string | null;
}

/** Comes after the end: nothing on the screen waits for it. */
export interface Check {
  kind: "check";
  right?: boolean;
  threshold?: number;
  worst?: number;
  where?: string;
  entries?: number;
  directions?: number;
  method?: string;
  sentence?: string;
  skipped?: string;
}

/** Where a wrong run and the right one first differ: in a value that is made there, or arrives there. */
export interface FirstDifference {
  direction: Direction | "end";
  t: number | null;
  step: string | null;
  /** which of the results differ there */
  keys?: string[];
}

/** NumPy's own words, where a wrong line raised. The run ends there. */
export interface Failure {
  kind: "error";
  direction: Direction;
  t: number;
  step: string | null;
  message: string;
}

export interface End {
  kind: "end";
  gradients: Record<string, unknown>;
  focus: Entry | null;
  flow?: Flow[] | null;
  attribution?: Attribution | null;
  /** in a run with a mistake: the same of the right run, and by t what the mistake leaves out of it, in words */
  right_attribution?: Attribution | null;
  left_out?: string[];
  /** what cutting and clipping did to the gradient of all parameters, in words that the server chose */
  clipping?: { what: string; cosine: number | null; factor: number | null; sentence: string }[];
  /** the cost: all losses added up; null where da is given */
  loss?: number | null;
  /** in a run with a mistake: the right gradients where they differ, where the two first do, and what NumPy said */
  right?: Record<string, unknown>;
  off_by?: Record<string, number>;
  first_difference?: FirstDifference | null;
  error?: string | null;
}

/** A part of an entry, and the timestep whose prediction it came through. */
export interface Source {
  /** null: all that came from so far that it is not told apart */
  t: number | null;
  value: number;
}

export type WireRecord = Head | Frame | Failure | End | Check;

/** All that was received, indexed by timestep. `whole` once the end record has come. */
export interface Trace {
  head: Head;
  forward: (Frame | undefined)[];
  backward: (Frame | undefined)[];
  failure: Failure | null;
  end: End | null;
  check: Check | null;
  arithmetic: Record<string, ArithmeticOfEntry>;
  received: number;
  /** by moment and entry, where somebody guesses: what usual wrong lines make */
  slips: Record<string, Slip[]>;
  /** the norms of another cell on the same scenario */
  against?: Trace;
}

/** By timestep: the arithmetic of each step, and under `sources` the parts of each sum. */
export type ArithmeticOfFrame = Record<string, Arithmetic> & {
  sources?: Record<string, Source[]>;
  right_sources?: Record<string, Source[]>;
};

export interface ArithmeticOfEntry {
  forward: ArithmeticOfFrame[];
  backward: ArithmeticOfFrame[];
}

export type Lens = "step" | "flow" | "sources" | "nudge";

/** One way on which a number that was moved acts, and what came of it. */
export interface Road {
  road: "upstream" | "carried" | "both" | "timestep" | "sum";
  name: string;
  t: number | null;
  gradient: number;
  predicted: number;
  /** null: too much work */
  measured: number | null;
  remainders: number[];
  rounding: number;
  holds: boolean | null;
}

/** A question that is asked of every run, answered for this one, and the moment at which it is seen. */
export interface AskedQuestion {
  id: string;
  ask: string;
  text: string;
  t: number;
  step: string;
  rows: [string, string, string][];
}

/** What the server says of one number that was moved. */
export interface Nudge {
  of: string;
  entry: Entry;
  t: number | null;
  steps: number[];
  roads: Road[];
  travels: { t: number; state: number; cost: number }[];
  written: Record<string, string>;
  cost: string;
  sentence: string;
}

/** A stretch of the animation in which one step happens, or the loop's own hand-over between two timesteps. */
export interface Beat {
  index: number;
  direction: Direction;
  t: number;
  name: string;
  step: Step | null;
  position: number;
  of: number;
  duration: number;
}

export type ScaleMode = "common" | "matrix" | "magnified";

export interface Size {
  width: number;
  height: number;
}

/** All that is not trace or playhead. */
export interface View {
  window: Size;
  network: Size;
  stage: Size;
  focus: Entry | null;
  hoverEntry: Entry | null;
  scale: ScaleMode;
  presenter: boolean;
  speed: number;
  reduced: boolean;
  /** Whether a lesson is told of it: what that asks is held against the whole trace. */
  taught: boolean;
  comparing: boolean;
  /** of two questions the second: what leaves, not what arrives */
  second: boolean;
  /** that the scrubber has room for */
  letters: number;
  lens: Lens;
  /** of the nudge: by how much, and of which parameter; empty: of the state */
  nudge: { eps: number; of: string };
  /** the question that is answered; empty: the list of them is open; null: it is not */
  asked: string | null;
  log: boolean;
  unfolded: boolean;
  /** the parts of every entry of a sum side by side, not only of those looked at */
  apart: boolean;
  explaining: boolean;
  /** what this step makes is covered, until it is guessed or played */
  predicting: boolean;
  /** what was guessed of the step that is shown now */
  guess: Guess | null;
  /** how much of a mistake is told, a place in LEVELS; null: all of it */
  spoil: number | null;
  /** the screen is black, as between two parts of a talk */
  black: boolean;
  /** a word about what was just done, for a moment */
  said: string;
}

/** What somebody took a step to make: a number for the focus entry, as fine as it was written, or one of the pictures. */
export interface Guess {
  value: number | null;
  /** half of the last digit that was typed */
  within: number;
  picture: Matrix | null;
}

/** A usual wrong line of a step, and what it makes of what the right one read. */
export interface Slip {
  mistake: string | null;
  title: string;
  line: string;
  value: number;
  /** of the first ones, to be drawn */
  values: Matrix | null;
}

/** What is said of a trace: what is found on a way through its records, held against a value or another way's. */
export interface Fact {
  way: (string | number)[];
  relation: "is" | "is not" | "above" | "below";
  value: number | string | null;
  other: (string | number)[] | null;
}

/** A scene of the lesson, beside its texts. */
export interface SceneData {
  /** of its first moment */
  address: string;
  /** up to where it plays */
  until: { t: number; step: string } | null;
  /** the symbol that is lit */
  lights: string | null;
  /** of each answer to choose from, what is true of the trace where it is right */
  options: Fact[][];
  /** what is switched on once the question is answered, as an address has it */
  then: string;
}

/** What was asked for. What was left out is the server's to choose. */
export interface Query {
  scenario: string;
  cell: string;
  seed: number | null;
  sizes: Record<string, number>;
  /** a mistake to make, the carry cut or clipped, Waa scaled */
  options: Record<string, string>;
}

export interface State {
  query: Query;
  trace: Trace | null;
  /** what is asked for while the trace is still the one before, which `query` is of; null: nothing */
  pending: Query | null;
  playhead: number;
  playing: boolean;
  /** where the playhead is on its way to, or null at rest */
  target: number | null;
  error: string | null;
  view: View;
}

interface MarkBase {
  key: string;
  class?: string;
  symbol?: string;
  opacity?: number;
  /** written as data-… attributes, for those who click */
  data?: Record<string, string | number>;
}
export interface PathMark extends MarkBase {
  type: "path";
  d: string;
}
export interface TextMark extends MarkBase {
  type: "text";
  x: number;
  y: number;
  text: string;
  size: number;
  anchor?: "start" | "middle" | "end";
}
export interface RectMark extends MarkBase {
  type: "rect";
  x: number;
  y: number;
  width: number;
  height: number;
  radius?: number;
}
export interface LineMark extends MarkBase {
  type: "line";
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  width?: number;
}
/** A matrix too large for bars: colours from a diverging map, drawn on canvas. */
export interface HeatMark extends MarkBase {
  type: "heat";
  x: number;
  y: number;
  width: number;
  height: number;
  matrix: Matrix;
  limit: number;
}
export type Mark = PathMark | TextMark | RectMark | LineMark | HeatMark;

/** A matrix to be drawn: which numbers, under which name. */
export interface Panel {
  key: string;
  tokens: Token[];
  symbol: string | null;
  role: Role;
  matrix: Matrix | undefined;
  note: string;
  part: "operand" | "result" | "total" | "unused";
  transposed?: boolean;
  /** while the matrix is awaited */
  shape?: number[];
  /** a running total that what comes takes the place of, instead of being added to it */
  replaced?: boolean;
}

/** Where a panel stands and how large one of its entries is. */
export interface Slot {
  x: number;
  y: number;
  width: number;
  height: number;
  rows: number;
  columns: number;
  cellWidth: number;
  cellHeight: number;
}

export interface Joiner {
  x: number;
  y: number;
  text: string;
}

export interface Typography {
  label: number;
  small: number;
}

export interface StageLayout {
  slots: Slot[];
  joiners: Joiner[];
  waterfall: { x: number; y: number; width: number; height: number };
  typography: Typography;
}
