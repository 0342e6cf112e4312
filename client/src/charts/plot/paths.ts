import uPlot from 'uplot';

/** Steps from each bucket's beginning: a count is of a span, not of a moment. */
export const stepped = made(uPlot.paths.stepped?.({ align: 1 }));

function made(builder: uPlot.Series.PathBuilder | undefined): uPlot.Series.PathBuilder {
  if (builder === undefined) throw new Error('this build of uPlot has no steps');
  return builder;
}
