"""Tests of what reads inputs."""
