import { takeOutListedName } from '../../repairs/typescript/takeOutListedName';
import { isExcepted, phraseIn, TOKEN_PHRASES } from '../../workspace/phi/phrases';
import { phiRule } from './context';

export const noTokens = phiRule({
  id: 'phi/no-tokens',
  severity: 'error',
  docs: {
    summary: 'Tokens, secrets and look-up keys are not in the encryption list.',
    why: 'A token must match what stands in a link or a header exactly. Encrypted, it never does: links that verify an address, reset a password or activate an account stop working, and no row is found by it.',
    source: 'HOUSE-RULES: Fields that must NOT be encrypted',
    bad: [
      "const PHI_FIELDS_BY_MODEL = {\n  User: ['phone', 'verificationToken', 'passwordResetToken', 'activationToken'],\n};\n",
      "export const PHI_FIELDS_BY_MODEL = {\n  PortalAccount: [\n    'email',\n    'sessionId', // who is signed in\n  ],\n} as const;\n",
    ],
    good: [
      "const PHI_FIELDS_BY_MODEL = {\n  User: ['phone', 'licenseNumber', 'npiNumber', 'taxId'],\n};\n",
      "const PHI_FIELDS_BY_MODEL = {\n  Client: ['secretaryName', 'hashtags'],\n};\n",
    ],
    whenOff: 'Leave it on; a single name that only sounds like a token goes into `except`.',
    notes: `Names are compared by whole words, however they are written: ${TOKEN_PHRASES.map((phrase) => `\`${phrase}\``).join(', ')}. So \`emailVerificationToken\` and \`api_key\` count, \`secretaryName\` does not. The repair takes the name out with its comma and with the comment that is its own.`,
  },
  options: {
    add: {
      description: 'Further words or names that must not be encrypted, such as `referralCode`.',
      default: [] as readonly string[],
    },
    except: { description: 'Names that are no tokens, as `field` or `Model.field`.', default: [] as readonly string[] },
  },
  checkList({ list, options, report }) {
    const seen = new Set<number>();
    for (const { key, names } of list.lists.entries) {
      for (const listed of names) {
        const phrase = phraseIn(listed.name, [...TOKEN_PHRASES, ...options.add]);
        if (!phrase || isExcepted(key, listed.name, options.except) || seen.has(listed.span.start)) continue;
        // An array that several models spread holds one token, not one for each of them.
        seen.add(listed.span.start);
        report({
          at: listed.span,
          message: `\`${key}.${listed.name}\` has the word \`${phrase}\` in its name: it is compared as it was written, and encrypted it matches nothing. Take it out of the list.`,
          repairs: [
            {
              title: `Take \`${listed.name}\` out of the list`,
              safe: true,
              edits: [takeOutListedName(list.tree, listed)],
            },
          ],
        });
      }
    }
  },
});
