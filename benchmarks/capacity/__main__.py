"""`python -m benchmarks.capacity`: writes docs/capacity.md anew and prints it."""

from benchmarks.capacity.page import PAGE, written

if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))
