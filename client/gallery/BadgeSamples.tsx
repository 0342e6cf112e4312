import { ALERT_CLASSES } from '@tunnelwatch/shared/alert';
import { VERDICT_NAMES } from '@tunnelwatch/shared/diagnosis';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { SEVERITIES } from '@tunnelwatch/shared/severity';
import { ClassLabel } from '../src/components/badge/ClassLabel.js';
import { PriorityBadge } from '../src/components/badge/PriorityBadge.js';
import { SeverityBadge } from '../src/components/badge/SeverityBadge.js';
import { VerdictTag } from '../src/components/diagnosis/VerdictTag.js';
import { Age } from '../src/components/time/Age.js';
import { Time } from '../src/components/time/Time.js';
import { ClassCount } from '../src/components/tunnel/ClassCount.js';
import { SubjectName, TunnelName } from '../src/components/tunnel/TunnelName.js';
import { NAMED, NOW } from './samples.js';
import { Samples } from './Samples.js';

/** What says in a word what something is: severities, priorities, classes, verdicts, names, times. */
export function BadgeSamples() {
  const verdict = { confidence: 'high', since: NOW } as const;
  return (
    <>
      <Samples title="Severities">
        {SEVERITIES.map((severity) => (
          <SeverityBadge key={severity} severity={severity} />
        ))}
      </Samples>
      <Samples title="Priorities">
        {PRIORITIES.map((priority) => (
          <PriorityBadge key={priority} priority={priority} />
        ))}
      </Samples>
      <Samples title="Classes">
        {[...ALERT_CLASSES, 'other' as const].map((name) => (
          <ClassLabel key={name} failureClass={name} />
        ))}
      </Samples>
      <Samples title="Verdicts">
        {VERDICT_NAMES.map((name) => (
          <VerdictTag key={name} verdict={{ ...verdict, name }} />
        ))}
      </Samples>
      <Samples title="Subjects">
        <TunnelName gateway="gw-north" matchkey="4711" inventory={NAMED} />
        <TunnelName gateway="gw-north" matchkey="4711" inventory={null} />
        <TunnelName gateway="gw-north" matchkey="" inventory={null} />
        <SubjectName subject={{ kind: 'interface', gateway: 'gw-north', iface: 'ipsec-1' }} inventory={NAMED} />
        <SubjectName subject={{ kind: 'gateway', gateway: 'gw-north' }} inventory={null} />
        <SubjectName subject={{ kind: 'source', source: 'udp://192.0.2.1:514' }} inventory={null} />
        <SubjectName subject={{ kind: 'sender', sender: '192.0.2.7' }} inventory={null} />
        <SubjectName subject={{ kind: 'store' }} inventory={null} />
        <SubjectName subject={{ kind: 'all' }} inventory={null} />
      </Samples>
      <Samples title="Times and counts">
        <Time at={NOW} />
        <Time at={NOW} full />
        <Age at={NOW} suffix="ago" />
        <Age at={null} />
        <ClassCount classes={['replay']} recent={{ replay: 12_345 }} ever={{ replay: 99_999 }} />
        <ClassCount classes={['replay']} recent={{}} ever={{ replay: 1 }} />
        <ClassCount classes={['replay']} recent={{}} ever={{}} />
      </Samples>
    </>
  );
}
