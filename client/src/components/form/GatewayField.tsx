import { useMemo } from 'react';
import { fetchSeries } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { TextField } from './TextField.js';

interface GatewayFieldProps {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly className?: string | undefined;
}

/** The series endpoint names no more. */
const MAX_GATEWAYS = 50;

/** A filter by the exact name of a gateway; those with the most events are offered. */
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
