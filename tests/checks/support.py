"""Finds the checks under scripts/check for the tests beside this file."""
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "scripts" / "check"))
