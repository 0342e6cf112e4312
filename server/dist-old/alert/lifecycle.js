/**
 * The life of an alert (states of ISA-18.2), as a table: what is not in it is not possible. What is over stays so: when
 * its condition comes back, a new episode begins.
 */
const TRANSITIONS = {
    normal: {},
    unacknowledged: {
        clear: 'returnedUnacknowledged',
        acknowledge: 'acknowledged',
        shelve: 'shelved',
        suppress: 'suppressed',
        close: 'closed',
    },
    acknowledged: {
        clear: 'normal',
        unacknowledge: 'unacknowledged',
        realarm: 'unacknowledged',
        shelve: 'shelved',
        suppress: 'suppressed',
        close: 'closed',
    },
    returnedUnacknowledged: {
        raise: 'unacknowledged',
        // There is nothing left to wait for [ALM-9].
        acknowledge: 'normal',
        shelve: 'shelved',
        suppress: 'suppressed',
        close: 'closed',
    },
    shelved: { raise: 'shelved', clear: 'shelved', unshelve: 'resume', suppress: 'suppressed', close: 'closed' },
    suppressed: { raise: 'suppressed', clear: 'suppressed', unsuppress: 'resume', close: 'closed' },
    outOfService: {},
    closed: {},
};
/** The state that an input leads to; undefined when it is not possible in the present one. */
export function nextState(alert, input) {
    const next = TRANSITIONS[alert.state][input];
    return next === 'resume' ? resumed(alert) : next;
}
/** Where an alert stands that is no longer put aside. A window may still hold what comes off the shelf. */
function resumed({ windowId, isActive, acknowledgement }) {
    if (windowId !== null)
        return 'suppressed';
    if (isActive)
        return acknowledgement === null ? 'unacknowledged' : 'acknowledged';
    return acknowledgement === null ? 'returnedUnacknowledged' : 'normal';
}
//# sourceMappingURL=lifecycle.js.map