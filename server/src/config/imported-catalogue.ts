import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where `catalogue import` puts the user's catalogue in a data folder. */
export function importedCatalogueFile(dataDirectory: string): string {
  return join(dataDirectory, 'catalogue.yaml');
}

/** The user's catalogue that was imported into a data folder; null without one. */
export function importedCatalogue(dataDirectory: string): string | null {
  const file = importedCatalogueFile(dataDirectory);
  return existsSync(file) ? file : null;
}
