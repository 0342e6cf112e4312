import { useMemo } from 'react';
import { fetchSeries } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { TextField } from './TextField.js';

interface GatewayFieldProps {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly className?: string | undefined;
}

/** The series endpoint returns no more names. */
const MAX_GATEWAYS = 50;

/** A filter by exact gateway name, with the gateways with the most events as suggestions. */
export function GatewayField({ value, onChange, className }: GatewayFieldProps) {
  const { data } = useApiQuery({
    key: ['series', 'gateways'],
    load: (signal) => fetchSeries({ by: 'gateway', top: MAX_GATEWAYS }, signal),
  });
  const choices = useMemo(
    () =>
      [...new Set((data?.series ?? []).flatMap((series) => series.gateway ?? []))]
        .sort()
        .map((name) => ({ value: name })),
    [data],
  );
  return (
    <TextField
      label="Gateway"
      value={value}
      onChange={onChange}
      placeholder="All"
      choices={choices}
      className={className}
    />
  );
}
