import type { Explanation } from '@tunnelwatch/shared/explanation';
import path from 'node:path';
import type { ServerSettings, Settings, SourceSettings } from '../config/settings.js';
import type { GatewayNames } from '../core/aggregate/gateway-names.js';
import type { Catalogue } from '../core/classify/catalogue.js';
import { zoneReader } from '../core/decode/clock-zone.js';
import { formatOf } from '../core/decode/line-format.js';
import { explainLine } from '../core/explain/explain-line.js';
import { wouldMatch } from '../ingest/source/file/file-pattern.js';
import { gatewayOfFile } from '../ingest/source/gateway-of-file.js';

/** A line, and where it stands. */
export interface LineInSource {
  line: string;
  /** The absolute path of its file, or the URL of its listener; null for none. */
  source: string | null;
  /** When it arrived, epoch ms. */
  at: number;
}

export interface ExplainerOptions {
  settings: Pick<Settings | ServerSettings, 'sources' | 'timeZone'>;
  catalogue: Catalogue;
  /** The gateways that are known, with the aliases of the configuration. */
  names: () => Pick<GatewayNames, 'lookUp'>;
}

/** Explains lines with the settings of the source that each would be read from. */
export function createExplainer({
  settings,
  catalogue,
  names,
}: ExplainerOptions): (asked: LineInSource) => Explanation {
  return ({ line, source, at }) => {
    const of = source === null ? undefined : settingsOf(settings.sources, source);
    const zoneName = of?.timeZone ?? settings.timeZone;
    const [gatewayHint, hintName] = hintOf(of, source);
    const format = formatOf(of?.format ?? null);
    const zone = zoneReader(zoneName);
    const known = names();
    return explainLine(line, {
      arrivedAt: at,
      near: at,
      zone,
      zoneName,
      gatewayHint,
      hintName,
      format,
      catalogue,
      gatewayOfName: (name) => known.lookUp(name),
    });
  };
}

/** The settings of the source that reads this file, or is this listener; undefined for one that is not configured. */
export function settingsOf(sources: readonly SourceSettings[], name: string): SourceSettings | undefined {
  return sources.find((source) =>
    'listen' in source ? source.listen === name : source.files.some((pattern) => wouldMatch(pattern, name)),
  );
}

/** The gateway of lines that name none, and where that comes from. */
function hintOf(settings: SourceSettings | undefined, source: string | null): [name: string, from: string] {
  if (settings?.gateway != null) return [settings.gateway, 'the setting gateway of its source'];
  if (source === null)
    return ['unknown', 'nothing that is known here (the file’s name or the sender’s address would be it)'];
  if (path.isAbsolute(source)) return [gatewayOfFile(source), 'the file’s name'];
  return ['unknown', 'the sender’s address, which is not known here'];
}
