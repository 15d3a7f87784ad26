// Modality value to grey, 0 to 1: PS3.3 C.11.2.1.2 (LINEAR), C.11.2.1.3.2 (LINEAR_EXACT), C.11.2.1.3.1 (SIGMOID), C.11.2.1.1 (table).
// NAME_window = (center, width, inverse, -). The NumPy reference is imaging.grey.
float NAME_grey(float x)
{
  float g;
#if defined(NAME_TABLE)
  int at = int(clamp(floor(x + 0.5) - NAME_table_shape.x, 0.0, NAME_table_shape.y - 1.0));
  g = texelFetch(NAME_table, ivec2(at % 1024, at / 1024), 0).r;
#elif defined(NAME_SIGMOID)
  g = 1.0 / (1.0 + exp(-4.0 * (x - NAME_window.x) / NAME_window.y));
#elif defined(NAME_EXACT)
  g = clamp((x - NAME_window.x) / NAME_window.y + 0.5, 0.0, 1.0);
#else
  g = NAME_window.y > 1.0 ? clamp((x - (NAME_window.x - 0.5)) / (NAME_window.y - 1.0) + 0.5, 0.0, 1.0)
                          : (x <= NAME_window.x - 0.5 ? 0.0 : 1.0);
#endif
  return NAME_window.z > 0.5 ? 1.0 - g : g;
}
