/** Style of the labels and the line of every axis; constants, so that charts are not rebuilt. */
export const AXIS_TICK = { fill: 'var(--text-faint)', fontSize: '0.75rem' };
export const AXIS_LINE = { stroke: 'var(--line-strong)' };
export const LABEL_STYLE = { fill: 'var(--text-soft)', fontSize: '0.75rem' };
