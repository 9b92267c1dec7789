import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { Prisma } from '../generated/prisma/client';

// DO NOT add security tokens here!
const PHI_FIELDS_BY_MODEL = {
  Client: ['medicalRecordNumber', 'phone', 'email', 'address', 'city', 'state', 'zipCode', 'preferredName'],
  InsuranceInformation: ['memberId', 'ssn', 'subscriberPhone'],
  EmergencyContact: ['name', 'phone', 'email', 'address'],
  User: ['phone', 'licenseNumber', 'npiNumber', 'taxId'],
  ClinicalNote: ['subjective', 'objective', 'assessment', 'plan'],
};

const PREFIX = 'phi:1:';
const key = (purpose: string) => createHmac('sha256', process.env.PHI_KEY ?? '').update(purpose).digest();

/** The same text gives the same ciphertext, so that unique keys and look-ups by equality keep working. */
function encrypt(text: string): string {
  if (text.startsWith(PREFIX)) return text;
  const iv = createHmac('sha256', key('iv')).update(text).digest().subarray(0, 12);
  const cipher = createCipheriv('aes-256-gcm', key('text'), iv);
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return PREFIX + Buffer.concat([iv, cipher.getAuthTag(), data]).toString('base64');
}

function decrypt(text: string): string {
  if (!text.startsWith(PREFIX)) return text;
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key('text'), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
}

function encryptFields(values: Record<string, unknown> | undefined, fields: readonly string[]): void {
  for (const field of fields) {
    const value = values?.[field];
    if (values && typeof value === 'string') values[field] = encrypt(value);
  }
}

function decryptAll(value: unknown): unknown {
  if (typeof value === 'string') return decrypt(value);
  if (Array.isArray(value)) return value.map(decryptAll);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, decryptAll(inner)]));
}

/** Encrypts the listed fields on their way into the database and decrypts them on their way out. */
export const phiEncryption = Prisma.defineExtension({
  query: {
    $allModels: {
      async $allOperations({ model, args, query }) {
        const fields = PHI_FIELDS_BY_MODEL[model as keyof typeof PHI_FIELDS_BY_MODEL] ?? [];
        const { data, where } = args as { data?: Record<string, unknown>; where?: Record<string, unknown> };
        encryptFields(data, fields);
        encryptFields(where, fields);
        return decryptAll(await query(args));
      },
    },
  },
});
