// What goes wrong in the encryption list: open this file and read the squiggles, then those in schema.prisma.
export const PHI_FIELDS_BY_MODEL = {
  // phi/unknown-field: there is no phoneNo, so the phone number lies in the clear.
  // phi/not-text: a date cannot hold ciphertext.
  Client: ['medicalRecordNumber', 'phoneNo', 'dateOfBirth'],
  // phi/unknown-model: no model has this name, so nothing of it is encrypted.
  InsuranceInformations: ['memberId', 'ssn'],
  // phi/no-tokens: encrypted, these match no link any more.
  User: [
    'phone',
    'verificationToken',
    'passwordResetToken', // from the mail
    'activationToken',
  ],
} as const;
