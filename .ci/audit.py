"""Hold what is pinned against known weaknesses. Where nobody can be asked it says so and passes; a weakness that is known fails."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINNED = ("requirements.txt", "requirements-dev.txt")


def main() -> int:
    """Ask the service of open advisories, which knows every package by its name and version."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--vulnerability-service",
        "osv",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    command += ["--no-deps", "--disable-pip", "--timeout", "10", *(part for name in PINNED for part in ("-r", str(ROOT / name)))]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    sentence, status = verdict(answer.stdout, answer.returncode, answer.stderr)
    print(sentence, file=sys.stderr if status else sys.stdout)
    return status


def verdict(told: str, code: int, errors: str) -> tuple[str, int]:
    """Say what the audit found, and the status to end with: 1 for a known weakness, or where the audit itself is broken."""
    try:
        packages = json.loads(told)["dependencies"]
    except (ValueError, KeyError, TypeError):
        if any(sign in errors for sign in ("ConnectionError", "ServiceError", "Timeout", "timed out", "Max retries")):
            return "What is pinned was not audited: the service of advisories cannot be reached from here. CI has to.", 0
        last = errors.strip().splitlines()[-1] if errors.strip() else f"it ended with {code}"
        return f"The audit of what is pinned failed: {last}", 1
    weak = [f"{one['name']} {one['version']}: {weakness['id']}" for one in packages for weakness in one.get("vulns", ())]
    if weak:
        return "Known weaknesses in what is pinned:\n" + "\n".join(f"- {line}" for line in weak), 1
    skipped = [one["name"] for one in packages if one.get("skip_reason")]
    if skipped:
        return f"Not audited, since the service does not know them: {', '.join(skipped)}. The others have no known weakness.", 0
    return f"No known weakness in the {len(packages)} packages that are pinned.", 0


if __name__ == "__main__":
    sys.exit(main())
