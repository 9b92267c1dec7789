import { expect, test } from 'vitest';
import { serverAddress } from './serverUrl';

test('reads a URL as Prisma writes it, and shows it without the password', () => {
  const address = serverAddress(
    'postgresql://al%40ice:p%2Fw%C3%BC@db.example:6543/my%20db?schema=app&connection_limit=5&sslmode=require',
  );
  expect(address).toEqual({
    config: {
      host: 'db.example',
      port: 6543,
      database: 'my db',
      user: 'al@ice',
      password: 'p/wü',
      ssl: { rejectUnauthorized: false },
    },
    schema: 'app',
    shown: 'postgresql://al@ice@db.example:6543/my db',
  });
});

test('reads a socket folder', () => {
  const { config, shown } = serverAddress('postgres:///db?host=/var/run/postgresql');
  expect(config).toEqual({ host: '/var/run/postgresql', database: 'db' });
  expect(shown).toBe('postgresql:///var/run/postgresql/db');
});

test.each([
  ['disable', undefined],
  ['prefer', undefined],
  ['require', { rejectUnauthorized: false }],
  ['verify-full', { rejectUnauthorized: true }],
])('reads sslmode=%s', (mode, ssl) =>
  expect(serverAddress(`postgresql://h/d?sslmode=${mode}`).config.ssl).toEqual(ssl),
);

test.each([
  '',
  'embeded',
  'mysql://u:hunter2@h/d',
  'postgresql//u:hunter2@h/d',
  'postgresql://u:hunter2@h:port/d',
  'postgresql://u:%E0%A4%A@h/d',
])('refuses %j without repeating it', (url) => {
  expect(() => serverAddress(url)).toThrow('not a URL of a PostgreSQL server');
  expect(() => serverAddress(url)).not.toThrow('hunter2');
});
