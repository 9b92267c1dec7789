import type { Configuration } from '../../core/configuration';
import type { Declaration } from '../../languages/prisma/declaration';
import { isAppendOnly } from '../schema/models';
import { relationsOf } from '../schema/relations';
import type { Schema } from '../schema/schema';
import type { PhiList } from './list';
import { phraseIn, phraseOf, singularWords, TOKEN_PHRASES } from './phrases';

/** A kind of data that tells who someone is or how they are, with the words by which a field's name shows it. */
export interface PhiKind {
  /** As the end of the sentence "looks like …". */
  readonly title: string;
  /** Words that mean it in every model that holds people's data. */
  readonly phrases: readonly string[];
  /** Whole names that mean it only in models that are people (`name`) or records about them (`plan`). */
  /** True where it says nothing of the actor, whose name stands beside all that is done. */
  readonly publicOfActor?: boolean;
  readonly weak?: { readonly of: 'people' | 'records'; readonly phrases: readonly string[] };
}

/** The identifiers of HIPAA's safe harbor (45 CFR 164.514(b)(2)) in its order, then what clinicians write. */
export const PHI_KINDS: readonly PhiKind[] = [
  {
    title: 'an IP address',
    phrases: ['ip', 'ip address'],
  },
  {
    title: 'an email address',
    phrases: ['email', 'e mail'],
  },
  {
    title: 'a name',
    phrases: [
      'first name',
      'middle name',
      'last name',
      'full name',
      'maiden name',
      'preferred name',
      'legal name',
      'given name',
      'family name',
      'birth name',
      'surname',
      'nickname',
    ],
    publicOfActor: true,
    weak: { of: 'people', phrases: ['name', 'display name', 'alias', 'initials'] },
  },
  {
    title: 'an address',
    phrases: ['address', 'street', 'city', 'county', 'zip', 'zip code', 'zipcode', 'postal code', 'postcode'],
  },
  {
    title: 'a date that belongs to one person',
    phrases: [
      'date of birth',
      'birth date',
      'birthdate',
      'birthday',
      'dob',
      'date of death',
      'death date',
      'admission date',
      'discharge date',
    ],
  },
  {
    title: 'a phone number',
    phrases: ['phone', 'telephone', 'mobile', 'cell phone', 'cellphone', 'cell number'],
  },
  { title: 'a fax number', phrases: ['fax'] },
  {
    title: 'a social security, tax or identity number',
    phrases: ['ssn', 'social security', 'tax id', 'taxpayer id', 'national id', 'passport', 'passport number'],
  },
  {
    title: 'a medical record number',
    phrases: ['medical record', 'mrn', 'chart number', 'patient number'],
  },
  {
    title: 'a number of a health plan',
    phrases: [
      'member id',
      'member number',
      'policy number',
      'group number',
      'subscriber id',
      'subscriber number',
      'insurance id',
      'insurance number',
      'beneficiary',
      'medicare',
      'medicaid',
    ],
  },
  { title: 'an account number', phrases: ['account number', 'bank account', 'card number', 'routing number', 'iban'] },
  {
    title: 'a licence or certificate number',
    phrases: ['license', 'licence', 'certificate number', 'npi', 'dea number'],
  },
  { title: 'a number of a vehicle', phrases: ['vin', 'license plate', 'plate number', 'vehicle number', 'vehicle id'] },
  {
    title: 'a number of a device',
    phrases: ['device id', 'device identifier', 'device serial', 'imei', 'udi'],
  },
  {
    title: 'a web address',
    phrases: [],
    weak: { of: 'people', phrases: ['url', 'website', 'homepage', 'profile url', 'linkedin url'] },
  },
  { title: 'biometric data', phrases: ['biometric', 'fingerprint', 'voiceprint', 'faceprint', 'retina', 'iris'] },
  {
    title: 'a photograph',
    phrases: ['photo', 'photograph', 'headshot', 'selfie', 'profile picture', 'profile image'],
    weak: {
      of: 'people',
      phrases: ['avatar', 'avatar url', 'portrait', 'picture', 'picture url', 'image', 'image url'],
    },
  },
  {
    title: 'clinical text',
    phrases: [
      'diagnosis',
      'symptom',
      'prognosis',
      'subjective',
      'assessment',
      'medication',
      'allergy',
      'treatment',
      'treatment plan',
      'chief complaint',
      'presenting problem',
      'medical history',
      'family history',
      'mental status',
      'clinical note',
      'progress note',
      'session note',
      'note',
    ],
    weak: { of: 'records', phrases: ['objective', 'plan', 'intervention', 'impression', 'narrative', 'goal'] },
  },
];

/** A model whose name ends in one of these is a list of people. */
const PEOPLE = [
  'client',
  'patient',
  'person',
  'user',
  'contact',
  'guardian',
  'parent',
  'clinician',
  'therapist',
  'physician',
  'doctor',
  'nurse',
  'practitioner',
  'counselor',
  'employee',
  'staff',
  'member',
  'subscriber',
  'dependent',
  'resident',
  'caregiver',
  'guarantor',
  'profile',
];

/** A model with one of these in its name is a record about people. */
const RECORDS = [
  'clinical',
  'medical',
  'health',
  'diagnosis',
  'prescription',
  'medication',
  'allergy',
  'insurance',
  'encounter',
  'intake',
  'progress note',
  'session note',
  'soap note',
  'chart',
  'referral',
  'claim',
  'vital',
  'treatment',
  'symptom',
  'immunization',
  'assessment',
];

/** What a name means when its last word is one of these is something else: `emailVerified`, `phoneType`. */
const ABOUT = new Set([
  'type',
  'status',
  'kind',
  'verified',
  'format',
  'template',
  'enabled',
  'preference',
  'consent',
  'label',
  'version',
  'category',
  'method',
  'frequency',
  'reminder',
  'setting',
  'language',
  'source',
  'flag',
  'count',
  'key',
  'at',
  'by',
  'state',
  'expiry',
  'expiration',
]);

/** What a model's rows are: people, records about them, or the users who act (`actor` in the configuration). */
export type PeopleModel = 'people' | 'records' | 'actors';

/**
 * Tells whether a model holds people's data: people by its name, records by its name, by the list, or by a foreign key to
 * people other than the actor, who stands in every table. Trails that are only added to must stay readable and hold none.
 */
export function peopleModel(
  schema: Schema,
  model: Declaration,
  list: PhiList,
  configuration: Configuration,
  alsoPeople: readonly string[] = [],
): PeopleModel | undefined {
  if (isAppendOnly(model.name, configuration)) return undefined;
  if (model.name === configuration.actor) return 'actors';
  if (isPeople(model.name, alsoPeople)) return 'people';
  if (list.entry(model.name) || phraseIn(model.name, RECORDS)) return 'records';
  const about = relationsOf(schema, model).some(
    ({ keys, target }) => keys && target.name !== configuration.actor && isPeople(target.name, alsoPeople),
  );
  return about ? 'records' : undefined;
}

/** What kind of health or identity data a field's name shows, or undefined when it shows none. */
export function phiKindOf(field: string, of: PeopleModel, also: readonly string[] = []): PhiKind | undefined {
  if (also.length > 0 && phraseIn(field, also)) return { title: 'data of a person', phrases: also };
  const kinds = kindsByName[of];
  const before = kinds.get(field);
  if (before !== undefined) return before ?? undefined;
  const kind = kindByWords(field, of);
  if (kinds.size >= MOST_NAMES) kinds.clear();
  kinds.set(field, kind ?? null);
  return kind;
}

const kindsByName = {
  people: new Map<string, PhiKind | null>(),
  records: new Map<string, PhiKind | null>(),
  actors: new Map<string, PhiKind | null>(),
};

/** Far more names than a schema has; only a bound for a process that lives long. */
const MOST_NAMES = 20_000;

function kindByWords(field: string, of: PeopleModel): PhiKind | undefined {
  if (phraseIn(field, TOKEN_PHRASES) || ABOUT.has(singularWords(field).at(-1) ?? '')) return undefined;
  const kind = PHI_KINDS.find(
    ({ phrases, weak }) => phraseIn(field, phrases) || (weak?.of === of && phraseOf(field, weak.phrases)),
  );
  return of === 'actors' && kind?.publicOfActor ? undefined : kind;
}

function isPeople(model: string, also: readonly string[]): boolean {
  return PEOPLE.includes(singularWords(model).at(-1) ?? '') || also.includes(model);
}
