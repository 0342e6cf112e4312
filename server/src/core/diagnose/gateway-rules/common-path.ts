import { commonCause } from './common-cause.js';
import { type GatewayRule, PATH } from './gateway-facts.js';

/** Packets of many tunnels are late, duplicated or damaged from the same minute on: one cause on the path. */
export const commonPath: GatewayRule = (facts) => commonCause(facts, 'common-path', PATH);
