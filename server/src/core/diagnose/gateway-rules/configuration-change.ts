import { commonCause } from './common-cause.js';
import { ENDS, type GatewayRule } from './gateway-facts.js';

/** Keys or padding of many tunnels differ from the same minute on: their configuration was changed. */
export const configurationChange: GatewayRule = (facts) => commonCause(facts, 'configuration-change', ENDS);
