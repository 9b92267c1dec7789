import type { ClientConfig } from 'pg';

/** Where a server is, from a URL as Prisma and psql write it. */
export interface ServerAddress {
  readonly config: ClientConfig;
  /** The schema that Prisma's `?schema=` names. */
  readonly schema: string | undefined;
  /** The address for people: without the password and the parameters. */
  readonly shown: string;
}

/**
 * Reads a URL such as `postgresql://user:password@host:5432/database?schema=app&sslmode=require`.
 * @throws Error with a message for the user, which never repeats the URL.
 */
export function serverAddress(url: string): ServerAddress {
  const parsed = parse(url);
  const database = decodeURIComponent(parsed.pathname.slice(1)) || 'postgres';
  const user = decodeURIComponent(parsed.username) || undefined;
  const host = parsed.searchParams.get('host') ?? decodeURIComponent(parsed.hostname);
  const port = parsed.port || parsed.searchParams.get('port');
  const config: ClientConfig = {
    host: host || 'localhost',
    database,
    ...(port && { port: Number(port) }),
    ...(user && { user }),
    ...(parsed.password && { password: decodeURIComponent(parsed.password) }),
    ...encryption(parsed.searchParams.get('sslmode')),
  };
  const at = user ? `${user}@` : '';
  return {
    config,
    schema: parsed.searchParams.get('schema') ?? undefined,
    shown: `postgresql://${at}${host || 'localhost'}${port ? `:${port}` : ''}/${database}`,
  };
}

function parse(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (
    !parsed ||
    !/^postgres(?:ql)?:$/.test(parsed.protocol) ||
    !isEscaped(`${parsed.username}${parsed.password}${parsed.pathname}`)
  )
    throw new Error(
      'The database is not a URL of a PostgreSQL server. Write postgresql://user:password@host:5432/database.',
    );
  return parsed;
}

/** True when every percent sign belongs to an escaped character. */
function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** As libpq reads sslmode: only `verify-ca` and `verify-full` look at the certificate. */
function encryption(mode: string | null): Pick<ClientConfig, 'ssl'> {
  if (mode === null || mode === 'disable' || mode === 'allow' || mode === 'prefer') return {};
  return { ssl: { rejectUnauthorized: mode.startsWith('verify') } };
}
