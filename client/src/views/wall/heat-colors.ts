interface HeatColors {
  /** Names of gateways. */
  readonly label: string;
  /** Colour of each cell's character: quiet, then replay, integrity and others, each from a few to many. */
  readonly cells: Readonly<Record<string, string>>;
}

/** Light on dark and dark on light: more failures stand out more from the page. */
export const HEAT_COLORS: Readonly<Record<'dark' | 'light', HeatColors>> = {
  dark: {
    label: '#a3aebb',
    cells: {
      '.': '#2b3645',
      a: '#503a91',
      b: '#7351dd',
      c: '#a384f8',
      d: '#d9cbff',
      e: '#2a5c62',
      f: '#41908f',
      g: '#66cfc8',
      h: '#dcfffc',
      i: '#615740',
      j: '#94835f',
      k: '#cdb98f',
      l: '#f9eed9',
    },
  },
  light: {
    label: '#4a5663',
    cells: {
      '.': '#d3dae1',
      a: '#b49df2',
      b: '#8a63e8',
      c: '#6229c9',
      d: '#36107a',
      e: '#74c6be',
      f: '#33958c',
      g: '#0d665f',
      h: '#043733',
      i: '#c9b48c',
      j: '#99824f',
      k: '#6d5827',
      l: '#3d2f0d',
    },
  },
};
