import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateError } from '@tunnelwatch/server/ingest/source/syslog/listener-error';
import { readTlsFiles } from '@tunnelwatch/server/ingest/source/syslog/tls-files';
import { expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../../../support/certificates.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();

it('says of certificate, key and authority which one is not valid, and what to do', () => {
  const folder = tempFolder();
  const authority = makeAuthority(folder, 'authority');
  const { certificate, key } = makeCertificate(folder, 'localhost', authority);
  const other = makeCertificate(folder, 'other', authority);
  const broken = join(folder, 'broken.pem');
  writeFileSync(broken, 'no certificate');
  const right = { certificate, key, clientCa: authority.certificate };
  expect(readTlsFiles(right, Date.now()).options).toMatchObject({ minVersion: 'TLSv1.2' });
  expect(readTlsFiles({ ...right, clientCa: null }, Date.now()).options.ca).toBeUndefined();
  const wrong = [
    [{ ...right, certificate: broken }, `the certificate ${broken} is not valid (`],
    [{ ...right, key: broken }, `the key ${broken} is not valid (`],
    [{ ...right, clientCa: broken }, `the clientCa ${broken} is not valid (`],
    [{ ...right, key: other.key }, `the key in ${other.key} does not match the certificate in ${certificate}`],
    [{ ...right, key: `${key}.gone` }, `cannot read the key ${key}.gone: no such file; check the path`],
  ] as const;
  for (const [files, message] of wrong) {
    const read = () => readTlsFiles(files, Date.now());
    expect(read).toThrow(CertificateError);
    expect(read).toThrow(message);
  }
  expect(() => readTlsFiles(right, Date.now() + 3 * 86_400_000)).toThrow(
    /the certificate in .* expired on .*: renew it/,
  );
});
