"""Draw what WeChat takes as PNG alone, in Chromium: `python icons/render.py`.

The icons of the tab bar, and the pictures of cards that are sent to others (`cards/`).
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
IMAGES = HERE.parent / "miniprogram/images"
COLOURS = {"": "#6b6258", "-on": "#a8431f"}
SIDE = 81
CARD = {"width": 500, "height": 400}

with sync_playwright() as driver:
    browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": SIDE, "height": SIDE})
    for drawing in sorted(HERE.glob("*.svg")):
        for suffix, colour in COLOURS.items():
            style = f"margin:0;color:{colour}"
            page.set_content(f'<body style="{style}">{drawing.read_text(encoding="utf-8")}</body>')
            page.screenshot(path=IMAGES / f"{drawing.stem}{suffix}.png", omit_background=True)
    page = browser.new_page(viewport=CARD)
    for drawing in sorted(HERE.glob("cards/*.svg")):
        page.set_content(f'<body style="margin:0">{drawing.read_text(encoding="utf-8")}</body>')
        page.screenshot(path=IMAGES / f"{drawing.stem}.png")
    browser.close()
