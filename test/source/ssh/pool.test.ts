import { describe, expect, test } from 'vitest';
import { createHandshakePool, handshakesPerSharedHost, type Release } from '../../../source/ssh/pool.ts';

const never = new AbortController().signal;

async function takeAll(count: number, take: () => Promise<Release | null>): Promise<Release[]> {
  const taken = await Promise.all(Array.from({ length: count }, take));
  return taken.filter((release) => release !== null);
}

describe('places for handshakes', () => {
  test('are as many as there are, and go in the order of asking', async () => {
    const pool = createHandshakePool(2);
    const [first, second] = await takeAll(2, () => pool.acquire(never));
    const order: string[] = [];
    const third = pool.acquire(never).then(() => order.push('third'));
    const fourth = pool.acquire(never).then(() => order.push('fourth'));
    await Promise.resolve();
    expect(order).toEqual([]);
    second?.();
    await third;
    expect(order).toEqual(['third']);
    first?.();
    await fourth;
    expect(order).toEqual(['third', 'fourth']);
  });

  test('are fewer for one host that many pods share, and its queue holds no other up', async () => {
    const pool = createHandshakePool(8);
    const proxied = Array.from({ length: 10 }, () => pool.acquire(never, 'ssh.runpod.io:22'));
    const got: Release[] = [];
    for (const place of proxied) void place.then((release) => release !== null && got.push(release));
    await Promise.all((await takeAll(5, () => pool.acquire(never))).map((release) => release()));
    expect(got).toHaveLength(handshakesPerSharedHost);
    for (let given = 0; given < 10; given++) {
      got[given]?.();
      await proxied[Math.min(given + handshakesPerSharedHost, 9)];
    }
    expect(got).toHaveLength(10);
  });

  test('given back twice is given back once', async () => {
    const pool = createHandshakePool(1);
    const release = await pool.acquire(never);
    release?.();
    release?.();
    await pool.acquire(never);
    let isTaken = false;
    void pool.acquire(never).then(() => {
      isTaken = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isTaken).toBe(false);
  });

  test('are not kept by those who have gone', async () => {
    const pool = createHandshakePool(1);
    const release = await pool.acquire(never);
    const leaving = new AbortController();
    const left = pool.acquire(leaving.signal);
    const staying = pool.acquire(never);
    leaving.abort();
    expect(await left).toBeNull();
    release?.();
    expect(await staying).not.toBeNull();
    expect(await pool.acquire(leaving.signal)).toBeNull();
  });
});
