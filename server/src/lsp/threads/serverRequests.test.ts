import { expect, it } from 'vitest';
import { ServerRequests } from './serverRequests';

it('tells two engines apart that count alike', () => {
  const requests = new ServerRequests();
  const asked = { jsonrpc: '2.0', id: 1, method: 'workspace/diagnostic/refresh' };
  const [first, second] = [requests.outward(1, asked), requests.outward(2, asked)];
  expect(first.id).not.toBe(second.id);
  const answer = { jsonrpc: '2.0', id: second.id, result: null };
  expect(requests.inward(answer)).toEqual({ thread: 2, response: { jsonrpc: '2.0', id: 1, result: null } });
  expect(requests.inward({ jsonrpc: '2.0', id: 'unknown', result: null })).toBeUndefined();
});

it('lets the first engine alone register', () => {
  const requests = new ServerRequests();
  expect([1, 1, 2].map((thread) => requests.registersFirst(thread))).toEqual([true, true, false]);
});
