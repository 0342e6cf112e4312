import { createContext, useContext } from 'react';

/** Set for each row, so that the table is a single tab stop. */
export const RowTabContext = createContext<0 | -1>(-1);

/** The `tabIndex` of the link or button in a cell. */
export function useRowTab(): 0 | -1 {
  return useContext(RowTabContext);
}
