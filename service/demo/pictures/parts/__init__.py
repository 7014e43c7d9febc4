"""Owns what scenes are composed of: sky, sea, land, town, rooms and the things in them."""
