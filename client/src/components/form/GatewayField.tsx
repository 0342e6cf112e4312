import { useMemo } from 'react';
import { TextField } from './TextField.js';
import { useGatewayNames } from './use-gateway-names.js';

interface GatewayFieldProps {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly className?: string | undefined;
}

/** A filter by exact gateway name, with the gateways with the most events as suggestions. */
export function GatewayField({ value, onChange, className }: GatewayFieldProps) {
  const names = useGatewayNames();
  const choices = useMemo(() => names.map((name) => ({ value: name })), [names]);
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
