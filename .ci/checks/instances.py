"""Reads and writes through all instances while one of them is killed: instances.py URL READY_FILE."""

import http.client
import json
import os
import re
import signal
import sys
import time
import urllib.parse

FIRST, READY_FILE = sys.argv[1], sys.argv[2]
PIPELINE = "check-instances"
PAIRS = 300
UNAVAILABLE = {503, 504}
LIMIT_SECONDS = 90


def instances():
    """Process id and address of each instance beside the first, by number."""
    with open(READY_FILE, encoding="utf-8") as lines:
        found = re.findall(r"^(\d+)=(\d+) (\S+)$", lines.read(), re.MULTILINE)
    return {int(number): (int(pid), url.replace("\\:", ":")) for number, pid, url in found}


def await_instances(count):
    """The instances beside the first, once there are as many."""
    end = time.monotonic() + LIMIT_SECONDS
    while len(found := instances()) < count:
        assert time.monotonic() < end, f"there are {len(found)} further instances, not {count}"
        time.sleep(0.2)
    return found


def call(base, method, path, body=None, content_type="application/json"):
    """Status and JSON of an answer; status 0 where there is none."""
    address = urllib.parse.urlsplit(base)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    try:
        connection.request(method, path, body, {"Content-Type": content_type} if body else {})
        response = connection.getresponse()
        return response.status, json.loads(response.read() or "null")
    except OSError:
        return 0, None
    finally:
        connection.close()


def publish(base, key):
    """Publishes a request that calls nothing; returns its position."""
    value = {
        "requestId": key,
        "tenant": "default",
        "pipeline": PIPELINE,
        "input": key,
        "at": int(time.time() * 1000),
        "deadline": int(time.time() * 1000) + 600_000,
    }
    status, answer = call(base, "POST", "/api/v1/topics/tokens.requests", json.dumps({"key": key, "value": value}))
    assert status == 201, (status, answer)
    return answer["position"]


def read(base, key, query=""):
    return call(base, "GET", f"/api/v1/stores/tokens-requests/{key}{query}")


def read_when_there(base, key, query=""):
    """The first answer but that the store moves, as it does when instances come and go."""
    end = time.monotonic() + LIMIT_SECONDS
    status, answer = read(base, key, query)
    while status in UNAVAILABLE and time.monotonic() < end:
        time.sleep(0.2)
        status, answer = read(base, key, query)
    return status, answer


def write_and_read():
    """What one instance has published is read from another at once."""
    bases = [FIRST] + [url for _, url in await_instances(2).values()]
    servers, positions = set(), {}
    for number in range(PAIRS):
        key = f"check-{number:03}"
        position = positions[key] = publish(bases[number % len(bases)], key)
        status, answer = read_when_there(bases[(number + 1) % len(bases)], key, f"?min-position={position}")
        assert status == 200 and answer["value"]["requestId"] == key, (status, answer)
        servers.add(answer["servedBy"])
    assert len(servers) == len(bases), servers
    print(f"{PAIRS} pairs of writes and reads over {len(bases)} instances: none missed")
    return positions


def is_honest(answer, position):
    """Whether a copy that does not hold a key says that it has not come to where that was written.

    The active one may, too, for a moment: what the killed one had not committed is processed again.
    """
    topic, partition, offset = position.split("/")
    return answer["position"].get(f"{topic}-{partition}", -1) < int(offset)


def kill_and_read(positions):
    """While an instance is away the copies of its partitions answer, and say that they are copies."""
    keys = list(positions)
    others = await_instances(2)
    pid, survivors = others[2][0], [FIRST, others[1][1]]
    os.kill(pid, signal.SIGKILL)
    roles, behind, refused, total, begin = {}, 0, 0, 0, time.monotonic()
    while time.monotonic() - begin < 20:
        key = keys[total % len(keys)]
        status, answer = read(survivors[total % 2], key, "?consistency=any")
        total += 1
        if status == 200:
            assert answer["value"]["requestId"] == key, answer
            roles[answer["role"]] = roles.get(answer["role"], 0) + 1
        elif status == 404:
            assert is_honest(answer, positions[key]), (positions[key], answer)
            behind += 1
        else:
            assert status in UNAVAILABLE, (status, answer)
            refused += 1
    print(f"20 s after a kill: {total} reads, {refused} refused, {behind} by copies behind, by role {roles}")
    assert roles.get("standby", 0) > 0, "no standby has answered"
    assert refused <= total / 100, "less than 99 % were answered"


def await_strong(positions):
    """Then the partitions have moved and everything is there."""
    for base in [FIRST] + [url for _, url in await_instances(2).values()]:
        for key, position in positions.items():
            status, answer = read_when_there(base, key, f"?min-position={position}")
            assert status == 200 and answer["lag"] == 0, (base, key, status, answer)
    print(f"{len(positions)} keys read from each instance after it came back")


def stop_and_read():
    """An instance that stood still, while others took over from it, gives no old answer for a strong one."""
    pid, stopped = await_instances(2)[1]
    os.kill(pid, signal.SIGSTOP)
    try:
        keys = [f"late-{number:03}" for number in range(PAIRS // 3)]
        for key in keys:
            publish(FIRST, key)
        end = time.monotonic() + LIMIT_SECONDS
        for key in keys:
            while read(FIRST, key)[0] != 200:
                assert time.monotonic() < end, f"{key} was not taken over"
                time.sleep(0.2)
    finally:
        os.kill(pid, signal.SIGCONT)
    statuses, begin, total = {}, time.monotonic(), 0
    while time.monotonic() - begin < 10:
        key = keys[total % len(keys)]
        status, answer = read(stopped, key)
        assert status in UNAVAILABLE | {0, 200}, f"an old answer: {status} {answer}"
        statuses[status] = statuses.get(status, 0) + 1
        total += 1
    print(f"10 s after a stop: {total} strong reads of the instance that stood still, by status {statuses}")
    for key in keys:
        status, answer = read_when_there(stopped, key)
        assert status == 200, (key, status, answer)


def main():
    plan = {
        "pipeline": PIPELINE,
        "stages": [
            {"name": "said", "op": "map", "template": "{{question}}"},
            {"name": "result", "op": "sink", "input": "said"},
        ],
    }
    status, answer = call(FIRST, "PUT", f"/api/v1/tokens/pipelines/{PIPELINE}", json.dumps(plan))
    assert status in (200, 201), (status, answer)
    positions = write_and_read()
    kill_and_read(positions)
    await_strong(positions)
    stop_and_read()


main()
