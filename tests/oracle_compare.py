"""Holds the oracle's results to the list of cases that are known not to be whole: see oracle.sh.

    oracle_compare.py yes|no RESULT.json[,RESULT.json...] CASES_FOLDER EXCEPTIONS.tsv

yes: writes the list anew instead; new lines have no reason yet, and fail until they have one.
"""
import json
import os
import sys

CHECKS = ['quiet', 'up', 'up2', 'converged', 'data', 'down', 'down2']
HEAD = '# What the oracle finds not whole: case, servers, the checks that fail, and why that stays.\n'


def read_results(paths, folder):
    """{(case, server): (the checks that fail, the first thing said about them)}; invalid cases are left out."""
    results = {}
    for path in paths.split(','):
        with open(path) as file:
            for result in json.load(file):
                if 'invalid' in result:
                    continue
                failed = ','.join(check for check in CHECKS if not result.get(check))
                why = result.get('crash') or next(iter(result.get('why', {}).values()), '')
                case = os.path.relpath(result['case'], folder)
                results[case, result['pg']] = (failed, why.split('\n')[0])
    return results


def read_exceptions(path):
    """{(case, server): (checks, reason)}"""
    exceptions = {}
    with open(path) as file:
        for line in file:
            if line.strip() and not line.startswith('#'):
                case, servers, checks, reason = line.rstrip('\n').split('\t')
                for server in servers.split(','):
                    exceptions[case, server] = (checks, reason)
    return exceptions


def possible(checks):
    """What may fail; '?' before the checks: it depends on chance, and nothing may fail as well."""
    return {checks[1:], ''} if checks.startswith('?') else {checks}


def complaint(failed, why, listed):
    """What is wrong with one case on one server; None when it does what the list says."""
    if listed is None:
        return f'{failed} failed: {why}' if failed else None
    checks, reason = listed
    if failed not in possible(checks):
        return f'the list says that {checks} fail; ' + (f'{failed} failed: {why}' if failed else 'all passed')
    return None if reason.strip() else 'listed without a reason'


def compare(results, exceptions):
    """Prints TAP: one line for each server, after what does not match."""
    servers = sorted({server for _, server in results})
    failures = 0
    for number, server in enumerate(servers, 1):
        here = {case: result for (case, on), result in results.items() if on == server}
        lines = []
        for case, (failed, why) in sorted(here.items()):
            wrong = complaint(failed, why, exceptions.get((case, server)))
            if wrong:
                lines.append(f'# {case} on {server}: {wrong}')
        whole = sum(not failed for failed, _ in here.values())
        print('\n'.join(lines + [f"{'not ok' if lines else 'ok'} {number} - PostgreSQL {server}: "
                                 f'{whole} of {len(here)} cases whole, the others as listed']))
        failures += bool(lines)
    print(f'1..{len(servers)}')
    return failures


def accept(results, exceptions, path):
    """The list anew, in the order of cases; what was not judged now stays as it is."""
    merged = {key: value for key, value in exceptions.items() if key not in results}
    for (case, server), (failed, _) in results.items():
        known = exceptions.get((case, server))
        if known and failed in possible(known[0]):
            merged[case, server] = known
        elif failed:
            same_case = [reason for (name, _), (_, reason) in exceptions.items() if name == case]
            merged[case, server] = (failed, known[1] if known else (same_case + [''])[0])
    rows = {}
    for (case, server), (checks, reason) in sorted(merged.items()):
        rows.setdefault((case, checks, reason), []).append(server)
    with open(path, 'w') as file:
        file.write(HEAD)
        for (case, checks, reason), servers in sorted(rows.items()):
            file.write('\t'.join([case, ','.join(servers), checks, reason]) + '\n')


def main():
    accepts, result_paths, folder, path = sys.argv[1:]
    results = read_results(result_paths, folder)
    exceptions = read_exceptions(path) if os.path.exists(path) else {}
    if accepts == 'yes':
        accept(results, exceptions, path)
        return 0
    return 1 if compare(results, exceptions) else 0


if __name__ == '__main__':
    sys.exit(main())
