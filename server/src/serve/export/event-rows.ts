import { iso } from '@tunnelwatch/shared/iso-time';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { Catalogue } from '../../core/classify/catalogue.js';
import { describeEvent, type StoredEvent } from '../../core/classify/describe-event.js';
import type { Naming } from '../../core/inventory/shown.js';
import type { LineTemplate } from '../../core/decode/template/template-tree.js';
import { hasMark } from '../../core/decode/template/marked-text.js';
import type { EventVisitor, TemplatedEvent } from '../../store/sqlite/events/listing.js';
import { type ExportFormat, ROW_FORMATS, type RowFormat } from './row-format.js';
import { RowBytes } from './row-bytes.js';
import { factMark, RowPlan } from './row-plan.js';
import { markedLine, type ShownLine, shownLine } from './shown-line.js';

/** The columns of exported events, which are those of the API's CSV export. */
export const EVENT_COLUMNS = [
  'seq',
  'time',
  'receivedTime',
  'gateway',
  'member',
  'matchkey',
  'iface',
  'messageId',
  'message',
  'severity',
  'class',
  'source',
  'parameters',
  'raw',
  'name',
  'site',
  'peer',
  'repeats',
] as const;

type Cells = Record<(typeof EVENT_COLUMNS)[number], string>;

/** What differs among the events of one template besides their lines, in the order of their marks. */
const EVENT_FACTS = ['seq', 'time', 'receivedTime'] as const;
const SUBJECT_FACTS = ['gateway', 'matchkey', 'name', 'site', 'peer'] as const;

type SubjectCells = Pick<Cells, (typeof SUBJECT_FACTS)[number]>;
type FactCells = SubjectCells & Pick<Cells, (typeof EVENT_FACTS)[number]>;

/** Subjects whose cells are remembered; beyond that all are forgotten. */
const MAX_SUBJECTS = 100_000;

export interface EventRowsOptions {
  format: ExportFormat;
  catalogue: Catalogue;
  names: Naming;
}

/**
 * Writes events as rows. The lines of one template differ in their placeholders alone, so the first one is decoded and the
 * others only have theirs put in the same places: an export of millions of events is ten times faster for it.
 */
export class EventRows implements EventVisitor {
  /** Rows since the beginning. */
  count = 0;
  private readonly rows = new RowBytes();
  private readonly format: RowFormat;
  /** By kind and source of the events; null where each must be decoded. */
  private readonly plans = new WeakMap<LineTemplate, Map<string, RowPlan | null>>();
  private readonly subjects = new Map<number, readonly Uint8Array[]>();
  /** Scratch: the cells of `EVENT_FACTS` and `SUBJECT_FACTS`. */
  private readonly facts: (string | Uint8Array)[] = [];
  private readonly seconds = { time: new SecondText(), receivedTime: new SecondText() };

  constructor(private readonly options: EventRowsOptions) {
    this.format = ROW_FORMATS[options.format];
  }

  /** The rows since it was called last, as UTF-8; the memory is the caller's from now on. */
  take(): Uint8Array<ArrayBuffer> {
    return this.rows.take();
  }

  whole(event: StoredEvent): void {
    const { format } = this;
    this.count += 1;
    const cells: Cells = {
      ...this.lineCells(shownLine(describeEvent(event, this.options.catalogue))),
      ...this.subjectCells(event.subject),
      seq: format.number(event.seq),
      time: this.seconds.time.cell(event.time),
      receivedTime: this.seconds.receivedTime.cell(event.receivedTime),
    };
    this.rows.text(format.row(EVENT_COLUMNS, cells));
  }

  templated(event: TemplatedEvent): void {
    const plan = this.planOf(event);
    if (plan?.fits(event.texts) !== true) {
      this.whole(event.open());
      return;
    }
    this.count += 1;
    plan.write(this.rows, event.texts, this.factsOf(event));
  }

  private planOf(event: TemplatedEvent): RowPlan | null {
    let plans = this.plans.get(event.template);
    if (plans === undefined) {
      plans = new Map();
      this.plans.set(event.template, plans);
    }
    const key = `${String(event.kindId)} ${String(event.sourceId)}`;
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = this.makePlan(event);
      plans.set(key, plan);
    }
    return plan;
  }

  private makePlan(event: TemplatedEvent): RowPlan | null {
    const line = markedLine(event, this.options.catalogue);
    if (line === undefined || hasMark(line.source)) return null;
    return new RowPlan(this.format.row(EVENT_COLUMNS, { ...this.lineCells(line), ...MARKS }), event.template);
  }

  private factsOf(event: TemplatedEvent): readonly (string | Uint8Array)[] {
    const { facts, seconds } = this;
    facts[0] = this.format.number(event.seq);
    facts[1] = seconds.time.cell(event.time);
    facts[2] = seconds.receivedTime.cell(event.receivedTime);
    let subject = this.subjects.get(event.subjectId);
    if (subject === undefined) {
      if (this.subjects.size >= MAX_SUBJECTS) this.subjects.clear();
      const cells = this.subjectCells(event.open().subject);
      subject = SUBJECT_FACTS.map((fact) => Buffer.from(cells[fact]));
      this.subjects.set(event.subjectId, subject);
    }
    for (let index = 0; index < subject.length; index++) facts[EVENT_FACTS.length + index] = subject[index] ?? '';
    return facts;
  }

  private lineCells(line: ShownLine): Omit<Cells, keyof FactCells> {
    const { cell, number, pairs } = this.format;
    return {
      member: cell(line.member),
      iface: cell(line.iface),
      messageId: cell(line.messageId),
      message: cell(line.message),
      severity: cell(line.severity),
      class: cell(line.class),
      source: cell(line.source),
      parameters: pairs(line.parameters),
      raw: cell(line.raw),
      repeats: number(line.repeats),
    };
  }

  private subjectCells(subject: Subject): SubjectCells {
    const { cell } = this.format;
    const known = this.options.names.nameOf(subject);
    return {
      gateway: cell(subject.gateway),
      matchkey: cell(subject.kind === 'tunnel' ? subject.matchkey : null),
      name: cell(known?.name ?? null),
      site: cell(known?.site ?? null),
      peer: cell(known?.peer ?? null),
    };
  }
}

const MARKS: FactCells = {
  seq: factMark(0),
  time: factMark(1),
  receivedTime: factMark(2),
  gateway: factMark(3),
  matchkey: factMark(4),
  name: factMark(5),
  site: factMark(6),
  peer: factMark(7),
};

/** Writes times; of neighbours within a second only the milliseconds. */
class SecondText {
  private second = Number.NaN;
  private text = '';

  /** A time as a cell, which is the same in all formats. */
  cell(time: number): string {
    const second = Math.floor(time / 1000);
    if (second !== this.second) {
      this.second = second;
      this.text = `"${iso(second * 1000).slice(0, -4)}`;
    }
    return `${this.text}${String(time - second * 1000).padStart(3, '0')}Z"`;
  }
}
