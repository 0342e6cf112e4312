/** A file to begin with; addresses are those of documentation (RFC 5737). */
export const SAMPLE_CSV = [
  'gateway,matchkey,iface,name,site,peer,note,priority',
  'gw-north,198.51.100.7:*,,Riga office,Riga,198.51.100.7,keeps its name over rekeys,high',
  'gw-north,203.0.113.20:4500,,Oslo warehouse,Oslo,203.0.113.20,,',
  '*,,ipsec-core*,Core uplink,,,any gateway,urgent',
  '',
].join('\r\n');

/** The address of the sample, for a download. */
export const SAMPLE_URL = `data:text/csv;charset=utf-8,${encodeURIComponent(SAMPLE_CSV)}`;
